//! Items of `actions`, `on_entry` and `on_exit`.

use crate::syntax::content::{EventCall, ItemDecl, ItemKind, ScheduleDecl, ValueDecl};
use crate::syntax::decode::condition::condition;
use crate::syntax::decode::context::{Cx, items};
use crate::syntax::decode::fields::Fields;
use crate::syntax::decode::value::{assignments, duration, instant, named};
use crate::syntax::elements::item::{CALL, IF, SCHEDULE};
use crate::syntax::elements::naming::ITEMS;
use crate::syntax::node::{Entry, Node, NodeKind};
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::Name;
use crate::terms::suggest;

const HELP: &str = "write the name of an action, or one of `raise`, `emit`, `schedule`, `cancel`, `set` and `if`";

/// A list of items, in order.
pub fn list(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<ItemDecl> {
    items(node).iter().filter_map(|node| if cx.is_aside(node.start) { None } else { item(cx, node) }).collect()
}

fn item(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ItemDecl> {
    let mark = cx.mark();
    let kind = match &node.kind {
        NodeKind::Mapping(mapping) if IF.names.iter().any(|key| mapping.entry(key).is_some()) => branch(cx, node)?,
        NodeKind::Mapping(mapping) => {
            let entry = mapping.entries.first();
            if mapping.holes {
                cx.fail();
            }
            if let Some(second) = mapping.entries.get(1) {
                let finding = Finding::new(rule::WRONG_SHAPE, cx.span(&second.key), "two actions in one item");
                cx.report(finding.help("begin a new item with `- `, or indent the params below their action"));
            }
            let Some(entry) = entry else {
                cx.wrong(node, "an action", HELP);
                return None;
            };
            keyed(cx, entry)?
        }
        _ => ItemKind::Act(cx.name(node, "an action")?, Vec::new()),
    };
    Some(ItemDecl { kind, span: cx.span(node), broken: cx.broken(mark) })
}

fn keyed(cx: &mut Cx<'_>, entry: &Entry<'_>) -> Option<ItemKind> {
    if cx.is_glued(&entry.key, &entry.value) {
        return None;
    }
    let name = cx.name(&entry.key, "the name of an action")?;
    let value = &entry.value;
    Some(match misspelt(cx, &name, value).unwrap_or(&*name.value) {
        "raise" => ItemKind::Raise(call(cx, value)?),
        "emit" => ItemKind::Emit(call(cx, value)?),
        "schedule" => ItemKind::Schedule(schedule(cx, value)?),
        "cancel" => ItemKind::Cancel(cx.name(value, "the id of a scheduled event")?),
        "set" => ItemKind::Set(assignments(cx, value)),
        _ => ItemKind::Act(name, params(cx, value)),
    })
}

/// The item of the language that `name` probably means: params of an action are no `value` such as this one.
fn misspelt(cx: &mut Cx<'_>, name: &Name, value: &Node<'_>) -> Option<&'static str> {
    if value.scalar().is_none() || value.is_null() || ITEMS.contains(&&*name.value) {
        return None;
    }
    let near = suggest::nearest(&name.value, ["raise", "emit", "schedule", "cancel"])?;
    let finding = Finding::new(rule::UNKNOWN_NAME, name.span, format!("no action is called `{}`", name.value));
    cx.report(finding.help(format!("did you mean `{near}`?")));
    Some(near)
}

fn params(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<(Name, ValueDecl)> {
    named(cx, node, "params of an action, `{ param: value }`,")
}

fn branch(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ItemKind> {
    let keys = Fields::of(cx, node, &IF)?;
    let test = keys.require(cx, "if");
    let test = test.and_then(|node| condition(cx, node));
    let then = keys.require(cx, "then");
    let then = then.map(|node| list(cx, node)).unwrap_or_default();
    let otherwise = keys.get("else").map(|node| list(cx, node)).unwrap_or_default();
    Some(ItemKind::If(test?, then, otherwise))
}

/// `EVENT` or `{event: EVENT, payload: {…}}`.
fn call(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<EventCall> {
    if node.mapping().is_none() {
        let event = cx.name(node, "the name of an event")?;
        return Some(EventCall { event, payload: Vec::new() });
    }
    let keys = Fields::of(cx, node, &CALL)?;
    called(cx, &keys)
}

fn called(cx: &mut Cx<'_>, keys: &Fields<'_, '_>) -> Option<EventCall> {
    let event = keys.require(cx, "event");
    let event = event.and_then(|node| cx.name(node, "the name of an event"));
    let payload = keys.get("payload").map(|node| named(cx, node, "a payload, `{ field: value }`,")).unwrap_or_default();
    Some(EventCall { event: event?, payload })
}

fn schedule(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ScheduleDecl> {
    let keys = Fields::of(cx, node, &SCHEDULE)?;
    let call = called(cx, &keys);
    let after = keys.get("after").and_then(|node| duration(cx, node));
    let at = keys.get("at").and_then(|node| instant(cx, node));
    match (keys.entry("after"), keys.entry("at")) {
        (None, None) if keys.is_misspelt("at") => {}
        (None, None) => keys.missing(cx, "after", "say when, `after: 3d` or `at: =ctx.starts_at`"),
        (Some(first), Some(second)) => {
            let (first, second) = (cx.span(&first.key), cx.span(&second.key));
            let finding = Finding::new(rule::WRONG_SHAPE, second, "`schedule` has one of `after` and `at`");
            cx.report(finding.label(first, "this one is there already").help("remove one of them"));
        }
        _ => {}
    }
    let id = keys.get("id").and_then(|node| cx.name(node, "an id"));
    Some(ScheduleDecl { call: call?, after, at, id })
}
