//! Steps.

use smol_str::SmolStr;

use crate::syntax::chart::{Guess, StepDecl, Targets};
use crate::syntax::decode::condition::condition;
use crate::syntax::decode::context::{Cx, has_holes, items};
use crate::syntax::decode::fields::Fields;
use crate::syntax::decode::item::list;
use crate::syntax::decode::names;
use crate::syntax::decode::trigger::trigger;
use crate::syntax::decode::value::assignments;
use crate::syntax::elements::step::STEP;
use crate::syntax::node::Node;
use crate::terms::span::Name;

/// The steps under the key `steps`, and whether others may be there that could not be read.
pub fn steps(cx: &mut Cx<'_>, keys: &Fields<'_, '_>) -> (Vec<StepDecl>, bool) {
    let Some(node) = keys.get("steps") else { return (Vec::new(), keys.hides("steps")) };
    let mut steps = Vec::with_capacity(items(node).len());
    steps.extend(items(node).iter().filter_map(|item| step(cx, item)));
    let hidden = keys.hides("steps") || has_holes(node) || steps.len() < items(node).len();
    (steps, hidden)
}

/// The `id` of an element in a list, judged by `check`; one that has none gets a name that nobody writes.
pub fn id(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, check: impl Fn(&mut Cx<'_>, &Name)) -> Name {
    let written = keys.require(cx, "id").and_then(|node| cx.name(node, "an id"));
    match written {
        Some(name) => {
            check(cx, &name);
            name
        }
        None => keys.placeholder(cx),
    }
}

/// The step that `node` is.
pub fn step(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<StepDecl> {
    let keys = Fields::of(cx, node, &STEP)?;
    let id = id(cx, &keys, |cx, name| {
        names::check_id(cx, name, "a step");
    });
    let trigger = trigger(cx, &keys, id.span);
    let reenter = keys.entry("reenter");
    let flag = reenter.and_then(|entry| cx.flag(&entry.value));
    let mark = cx.mark();
    let guard = keys.get("guard").and_then(|node| condition(cx, node));
    let uncertain = trigger.is_none() || cx.broken(mark) || keys.is_partial();
    Some(StepDecl {
        id,
        name: keys.words(cx, "name"),
        description: keys.words(cx, "description"),
        trigger,
        guard,
        set: keys.get("set").map(|node| assignments(cx, node)).unwrap_or_default(),
        actions: keys.get("actions").map(|node| list(cx, node)).unwrap_or_default(),
        to: targets(cx, &keys, "to"),
        reenter: reenter.filter(|_| flag == Some(true)).map(|entry| cx.span(&entry.key)),
        reenter_hidden: keys.hides("reenter") || (reenter.is_some() && flag.is_none()),
        uncertain,
    })
}

/// The names of states under `key`, at least one.
pub fn targets(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, key: &str) -> Targets {
    let expected = "the name of a state";
    let Some(node) = keys.get(key) else { return guessed(cx, keys, key) };
    let mark = cx.mark();
    if items(node).is_empty() {
        cx.wrong(node, expected, "name at least one state, or leave the key out");
    }
    let names = cx.names(node, expected);
    Targets { names, guessed: Vec::new(), hidden: keys.hides(key) || has_holes(node) || cx.broken(mark) }
}

/// What unknown keys say where `key` is missing.
fn guessed(cx: &Cx<'_>, keys: &Fields<'_, '_>, key: &str) -> Targets {
    let mut targets = Targets { hidden: keys.has_holes(), ..Targets::default() };
    for (value, sure) in keys.guesses(key) {
        for node in items(value) {
            match node.scalar() {
                Some(scalar) => {
                    let name = Name::new(SmolStr::new(&scalar.text), cx.span(node));
                    targets.guessed.push(Guess { name, sure });
                }
                None => targets.hidden = true,
            }
        }
    }
    targets
}
