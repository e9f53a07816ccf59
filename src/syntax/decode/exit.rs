//! Exit rules.

use crate::syntax::decode::condition::condition;
use crate::syntax::decode::context::{Cx, has_holes, items};
use crate::syntax::decode::fields::Fields;
use crate::syntax::decode::item::list;
use crate::syntax::decode::names;
use crate::syntax::decode::step::id;
use crate::syntax::decode::trigger::events;
use crate::syntax::elements::lifecycle::EXIT;
use crate::syntax::lifecycle::ExitDecl;
use crate::syntax::node::Node;

/// The rules under the key `exit`, and whether others may be there that could not be read.
pub fn exits(cx: &mut Cx<'_>, keys: &Fields<'_, '_>) -> (Vec<ExitDecl>, bool) {
    let Some(node) = keys.get("exit") else { return (Vec::new(), keys.hides("exit")) };
    let rules: Vec<_> = items(node).iter().filter_map(|node| exit(cx, node)).collect();
    let hidden = keys.hides("exit") || has_holes(node) || rules.len() < items(node).len();
    (rules, hidden)
}

fn exit(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ExitDecl> {
    let mark = cx.mark();
    let keys = Fields::of(cx, node, &EXIT)?;
    let id = id(cx, &keys, names::check_exit);
    let triggers = keys.require(cx, "triggers");
    let mut exit = ExitDecl {
        id,
        triggers: triggers.map(|node| events(cx, node)).unwrap_or_default(),
        guard: keys.get("guard").and_then(|node| condition(cx, node)),
        actions: keys.get("actions").map(|node| list(cx, node)).unwrap_or_default(),
        broken: false,
    };
    exit.broken = cx.broken(mark);
    Some(exit)
}
