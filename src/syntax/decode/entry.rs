//! Who enters.

use crate::syntax::content::{ValueDecl, ValueKind};
use crate::syntax::decode::condition::condition;
use crate::syntax::decode::context::Cx;
use crate::syntax::decode::fields::{Fields, entries};
use crate::syntax::decode::trigger::events;
use crate::syntax::decode::value::{assignments, value};
use crate::syntax::elements::lifecycle::{AFTER, ENTRY, REENTRIES};
use crate::syntax::lifecycle::{EntryDecl, KeyDecl, Reentry};
use crate::syntax::node::{Entry, Node};
use crate::terms::rule;
use crate::terms::span::Spanned;

/// The rule under the key of `written`.
pub fn entry(cx: &mut Cx<'_>, written: &Entry<'_>) -> EntryDecl {
    let mark = cx.mark();
    let span = cx.span(&written.key);
    let mut entry = EntryDecl::unread(span);
    if let Some(keys) = Fields::of(cx, &written.value, &ENTRY) {
        entry.triggers = keys.get("triggers").map(|node| events(cx, node)).unwrap_or_default();
        entry.guard = keys.get("guard").and_then(|node| condition(cx, node));
        entry.set = keys.get("set").map(|node| assignments(cx, node)).unwrap_or_default();
        entry.key = keys.get("key").and_then(|node| key(cx, node));
        entry.reentry = keys.get("reentry").and_then(|node| reentry(cx, node));
    }
    entry.broken = cx.broken(mark);
    entry
}

fn key(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<KeyDecl> {
    if node.mapping().is_none() {
        if node.is_null() {
            cx.wrong(node, "an expression", "write `key: =event.payload.order_id`, or leave the key out");
            return None;
        }
        return value(cx, node).map(KeyDecl::One);
    }
    let pairs = entries(cx, node, "events with their keys").into_iter();
    let each = pairs.filter_map(|(event, node)| keyed(cx, node).map(|value| (event, value))).collect();
    Some(KeyDecl::Each(each, cx.span(node)))
}

/// An expression, or `all`.
fn keyed(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ValueDecl> {
    let value = value(cx, node)?;
    match &value.kind {
        ValueKind::Expr(_) | ValueKind::Template(_) => Some(value),
        ValueKind::Str(word) if word == "all" => Some(value),
        _ => {
            let help = "write `=event.payload.order_id`, or `all` for every instance of the person";
            cx.wrong(node, "an expression or `all`", help);
            None
        }
    }
}

fn reentry(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Spanned<Reentry>> {
    if node.mapping().is_none() {
        if node.scalar().is_some_and(|scalar| !REENTRIES.iter().any(|choice| choice.word == scalar.text)) {
            let help = "write `never`, `after_end`, `always` or `{ after: 30d }`";
            cx.fault(node, rule::WRONG_SHAPE, "no way of coming again", help);
            return None;
        }
        return cx.choice(node, &REENTRIES);
    }
    let keys = Fields::of(cx, node, &AFTER)?;
    let after = keys.require(cx, "after").and_then(|node| cx.duration(node))?;
    Some(Spanned::new(Reentry::After(after.value), cx.span(node)))
}
