//! Guards, `if`s and conditions: one expression, or `all`, `any`, `not` over conditions.

use crate::syntax::content::ConditionDecl;
use crate::syntax::decode::context::{Cx, items};
use crate::syntax::decode::expression::expression;
use crate::syntax::decode::fields::Fields;
use crate::syntax::elements::condition::CONNECTIVES;
use crate::syntax::node::{Entry, Layout, Node, NodeKind};
use crate::terms::finding::Finding;
use crate::terms::name::is_id;
use crate::terms::rule;
use crate::terms::span::Span;

/// The condition of `node`.
pub fn condition(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ConditionDecl> {
    match node.mapping() {
        Some(mapping) => {
            let names = |known: &dyn Fn(&str) -> bool| {
                mapping.entries.iter().any(|entry| entry.key.scalar().is_some_and(|key| known(&key.text)))
            };
            let connective = names(&|key| CONNECTIVES.names.contains(&key));
            let misspelt = mapping.layout == Layout::Block && names(&is_id);
            if connective || misspelt { connectives(cx, node) } else { single(cx, node) }
        }
        None => single(cx, node),
    }
}

fn single(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ConditionDecl> {
    expression(cx, node).map(ConditionDecl::Expr)
}

fn connectives(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ConditionDecl> {
    let fields = Fields::of(cx, node, &CONNECTIVES)?;
    let mut found = CONNECTIVES.names.iter().filter_map(|key| fields.entry(key));
    let Some(entry) = found.next() else {
        cx.fail();
        return None;
    };
    if let Some(second) = found.next() {
        let (first, second) = (cx.span(&entry.key), cx.span(&second.key));
        let finding = Finding::new(rule::WRONG_SHAPE, second, "a condition has one of `all`, `any` and `not`");
        cx.report(finding.label(first, "this one is there already").help("put one inside the other"));
    }
    match entry.key.scalar().map_or("", |key| &key.text) {
        "all" => list(cx, &entry.value).map(|inner| {
            let whole = whole(cx, entry, inner.last());
            ConditionDecl::All(inner, whole)
        }),
        "any" => list(cx, &entry.value).map(|inner| {
            let whole = whole(cx, entry, inner.last());
            ConditionDecl::Any(inner, whole)
        }),
        _ => condition(cx, &entry.value).map(|inner| {
            let whole = whole(cx, entry, Some(&inner));
            ConditionDecl::Not(Box::new(inner), whole)
        }),
    }
}

/// From the key of `entry` to the end of what stands under it, whose `last` part is given.
fn whole(cx: &Cx<'_>, entry: &Entry<'_>, last: Option<&ConditionDecl>) -> Span {
    let in_brackets = match &entry.value.kind {
        NodeKind::Sequence(_, layout, _) => *layout == Layout::Flow,
        NodeKind::Mapping(mapping) => mapping.layout == Layout::Flow,
        _ => false,
    };
    let key = cx.span(&entry.key);
    let end = if in_brackets { Some(cx.span(&entry.value)) } else { last.map(ConditionDecl::span) };
    end.map_or(key, |end| key.to(end))
}

/// All conditions of a list, or none if one of them could not be read: without it the rest would mean another thing.
fn list(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Vec<ConditionDecl>> {
    let inner = items(node);
    if inner.is_empty() || matches!(node.kind, NodeKind::Lost) {
        cx.wrong(node, "a list of conditions", "write at least one condition");
        return None;
    }
    let read: Vec<_> = inner.iter().map(|item| condition(cx, item)).collect();
    read.into_iter().collect()
}
