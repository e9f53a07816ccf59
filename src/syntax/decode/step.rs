//! Steps.

use crate::syntax::chart::StepDecl;
use crate::syntax::decode::condition::condition;
use crate::syntax::decode::context::{Cx, items};
use crate::syntax::decode::fields::Fields;
use crate::syntax::decode::item::list;
use crate::syntax::decode::names;
use crate::syntax::decode::trigger::trigger;
use crate::syntax::decode::value::assignments;
use crate::syntax::node::Node;
use crate::terms::span::Name;

const KEYS: [&str; 15] = [
    "id",
    "name",
    "description",
    "triggers",
    "after",
    "at",
    "every",
    "times",
    "within",
    "always",
    "guard",
    "set",
    "actions",
    "to",
    "reenter",
];

/// The steps of a list.
pub fn steps(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<StepDecl> {
    let mut steps = Vec::with_capacity(items(node).len());
    for item in items(node) {
        match step(cx, item) {
            Some(step) => steps.push(step),
            None => cx.lose(),
        }
    }
    steps
}

/// The `id` of an element in a list, judged by `check`; one that has none gets a name that nobody writes.
pub fn id(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, help: &str, check: impl Fn(&mut Cx<'_>, &Name)) -> Name {
    let written = keys.require(cx, "id", help).and_then(|node| cx.name(node, "an id"));
    match written {
        Some(name) => {
            check(cx, &name);
            name
        }
        None => keys.placeholder(cx),
    }
}

fn step(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<StepDecl> {
    let mark = cx.mark();
    let keys = Fields::of(cx, node, "a step", &KEYS)?;
    let id = id(cx, &keys, "give the step an id that it keeps for ever, `id: welcome`", |cx, name| {
        names::check_id(cx, name, "a step");
    });
    let trigger = trigger(cx, &keys, id.span);
    let reenter = keys.entry("reenter");
    let mut step = StepDecl {
        id,
        name: keys.get("name").and_then(|node| cx.string(node, "a text")),
        description: keys.get("description").and_then(|node| cx.string(node, "a text")),
        trigger,
        guard: keys.get("guard").and_then(|node| condition(cx, node)),
        set: keys.get("set").map(|node| assignments(cx, node)).unwrap_or_default(),
        actions: keys.get("actions").map(|node| list(cx, node)).unwrap_or_default(),
        to: keys.get("to").map(|node| targets(cx, node)).unwrap_or_default(),
        reenter: reenter.filter(|entry| cx.flag(&entry.value) == Some(true)).map(|entry| cx.span(&entry.key)),
        broken: false,
    };
    step.broken = cx.broken(mark);
    Some(step)
}

/// Names of states, at least one.
pub fn targets(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<Name> {
    let expected = "the name of a state";
    if items(node).is_empty() {
        cx.wrong(node, expected, "name at least one state, or leave the key out");
    }
    cx.names(node, expected)
}
