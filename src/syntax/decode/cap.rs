//! Limits of sending: shared ones, and those of an action.

use crate::syntax::declared::{CapDecl, CapRef, Limit};
use crate::syntax::decode::context::{Cx, items};
use crate::syntax::decode::fields::Fields;
use crate::syntax::decode::names;
use crate::syntax::elements::policy::CAP;
use crate::syntax::node::{Entry, Node};
use crate::terms::rule;
use crate::terms::span::Name;

/// The shared cap `name`.
pub fn cap(cx: &mut Cx<'_>, name: Name, entry: &Entry<'_>) -> CapDecl {
    names::check_id(cx, &name, "a cap");
    CapDecl { name, limit: limit(cx, &entry.value) }
}

/// The caps of an action: names, and at most one limit of its own.
pub fn caps(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<CapRef> {
    let mut found = Vec::new();
    let mut own = false;
    for item in items(node) {
        if item.mapping().is_none() {
            found.extend(cx.name(item, "the name of a cap, or `{ max: …, per: … }`").map(CapRef::Named));
            continue;
        }
        if own {
            let help = "declare the second one under `caps` and name it here";
            cx.fault(item, rule::WRONG_SHAPE, "an action has one `{ max, per }` of its own", help);
        } else {
            found.extend(limit(cx, item).map(CapRef::Own));
        }
        own = true;
    }
    found
}

fn limit(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Limit> {
    let keys = Fields::of(cx, node, &CAP)?;
    let count = keys.require(cx, "max");
    let max = count.and_then(|node| cx.count(node));
    if let (Some(node), Some(0)) = (count, max.as_ref().map(|max| max.value)) {
        let help = "write how many may be sent, `max: 1`; what is never to be sent is taken out";
        cx.fault(node, rule::WRONG_SHAPE, "a cap of 0 lets nothing through", help);
    }
    let span = keys.require(cx, "per");
    let per = span.and_then(|node| cx.duration(node));
    if let (Some(node), Some(0)) = (span, per.as_ref().map(|per| per.value)) {
        cx.wrong(node, "a duration above zero", "write `per: 7d`");
        return None;
    }
    Some(Limit { max: max?.value, per: per?.value, span: cx.span(node) })
}
