//! States.

use crate::syntax::chart::{HistoryDepth, StateDecl};
use crate::syntax::decode::context::Cx;
use crate::syntax::decode::fields::{Fields, entries};
use crate::syntax::decode::item::list;
use crate::syntax::decode::names;
use crate::syntax::decode::split::split;
use crate::syntax::decode::state_kind;
use crate::syntax::decode::step::{steps, targets};
use crate::syntax::node::Node;
use crate::terms::span::{Name, Span};

const KEYS: [&str; 13] = [
    "name",
    "description",
    "tags",
    "parallel",
    "final",
    "history",
    "default",
    "split",
    "initial",
    "steps",
    "on_entry",
    "on_exit",
    "states",
];
const DEPTHS: [(&str, HistoryDepth); 2] = [("shallow", HistoryDepth::Shallow), ("deep", HistoryDepth::Deep)];

/// The states of a mapping, in file order.
pub fn states(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<StateDecl> {
    let pairs = entries(cx, node, "states");
    pairs.into_iter().map(|(name, node)| state(cx, name, node)).collect()
}

fn state(cx: &mut Cx<'_>, id: Name, node: &Node<'_>) -> StateDecl {
    let mark = cx.mark();
    names::check_id(cx, &id, "a state");
    let mut state = empty(id);
    if !node.is_null()
        && let Some(keys) = Fields::of(cx, node, "a state", &KEYS)
    {
        about(cx, &keys, &mut state);
        inside(cx, &keys, &mut state);
        state_kind::agree(cx, &keys, &state);
    }
    state.broken = cx.broken(mark);
    state
}

/// What kind of state it is.
fn about(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, state: &mut StateDecl) {
    state.name = keys.get("name").and_then(|node| cx.string(node, "a text"));
    state.description = keys.get("description").and_then(|node| cx.string(node, "a text"));
    state.tags = keys.get("tags").map(|node| cx.names(node, "a tag")).unwrap_or_default();
    state.parallel = flagged(cx, keys, "parallel");
    state.is_final = flagged(cx, keys, "final");
    state.history = keys.get("history").and_then(|node| cx.choice(node, &DEPTHS));
    state.default = keys.get("default").map(|node| targets(cx, node)).unwrap_or_default();
    state.split = keys.entry("split").map(|entry| split(cx, entry));
}

/// What is in it.
fn inside(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, state: &mut StateDecl) {
    state.initial_key = keys.entry("initial").map(|entry| cx.span(&entry.key));
    state.initial = keys.get("initial").map(|node| targets(cx, node)).unwrap_or_default();
    state.steps_key = keys.entry("steps").map(|entry| cx.span(&entry.key));
    state.steps = keys.get("steps").map(|node| steps(cx, node)).unwrap_or_default();
    state.on_entry = keys.get("on_entry").map(|node| list(cx, node)).unwrap_or_default();
    state.on_exit = keys.get("on_exit").map(|node| list(cx, node)).unwrap_or_default();
    state.states = keys.get("states").map(|node| states(cx, node)).unwrap_or_default();
}

fn flagged(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, key: &str) -> Option<Span> {
    let entry = keys.entry(key)?;
    (cx.flag(&entry.value)?).then(|| cx.span(&entry.key))
}

fn empty(id: Name) -> StateDecl {
    StateDecl {
        id,
        name: None,
        description: None,
        tags: Vec::new(),
        parallel: None,
        is_final: None,
        history: None,
        default: Vec::new(),
        split: None,
        initial: Vec::new(),
        initial_key: None,
        steps: Vec::new(),
        steps_key: None,
        on_entry: Vec::new(),
        on_exit: Vec::new(),
        states: Vec::new(),
        broken: false,
    }
}
