//! Goals.

use crate::syntax::decode::condition::condition;
use crate::syntax::decode::context::{Cx, items};
use crate::syntax::decode::fields::Fields;
use crate::syntax::decode::names;
use crate::syntax::decode::step::id;
use crate::syntax::decode::trigger::events;
use crate::syntax::decode::value::value;
use crate::syntax::elements::lifecycle::GOAL;
use crate::syntax::lifecycle::GoalDecl;
use crate::syntax::node::Node;
use crate::terms::finding::Finding;
use crate::terms::rule;

/// The goals of a list.
pub fn goals(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<GoalDecl> {
    items(node).iter().filter_map(|node| goal(cx, node)).collect()
}

fn goal(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<GoalDecl> {
    let mark = cx.mark();
    let keys = Fields::of(cx, node, &GOAL)?;
    let id = id(cx, &keys, |cx, name| names::check_id(cx, name, "a goal"));
    one_way(cx, &keys);
    let mut goal = GoalDecl {
        id,
        state: keys.get("state").and_then(|node| cx.name(node, "the name of a state")),
        triggers: keys.get("triggers").map(|node| events(cx, node)).unwrap_or_default(),
        guard: keys.get("guard").and_then(|node| condition(cx, node)),
        within: keys.get("within").and_then(|node| cx.duration(node)),
        value: keys.get("value").and_then(|node| value(cx, node)),
        broken: false,
    };
    goal.broken = cx.broken(mark);
    Some(goal)
}

/// A goal is reached by a state or by events; a guard belongs to events.
fn one_way(cx: &mut Cx<'_>, keys: &Fields<'_, '_>) {
    let Some(state) = keys.entry("state") else {
        if keys.get("triggers").is_none() && !keys.is_misspelt("triggers") {
            keys.missing(cx, "state", "say what reaches it, `state: PAID` or `triggers: PAYMENT_SUCCESSFUL`");
        }
        return;
    };
    if let Some(other) = keys.entry("triggers").or_else(|| keys.entry("guard")) {
        let (first, second) = (cx.span(&state.key), cx.span(&other.key));
        let message = "a goal is reached by a `state`, or by `triggers` with a `guard`";
        let finding = Finding::new(rule::WRONG_SHAPE, second.max(first), message);
        cx.report(finding.label(second.min(first), "the other one").help("keep one of the two, or write two goals"));
    }
}
