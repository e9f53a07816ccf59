//! States.

use crate::syntax::chart::{Hidden, StateDecl, Targets};
use crate::syntax::decode::astray;
use crate::syntax::decode::context::Cx;
use crate::syntax::decode::fields::{Fields, named_entries};
use crate::syntax::decode::item::list;
use crate::syntax::decode::names;
use crate::syntax::decode::split::split;
use crate::syntax::decode::state_kind;
use crate::syntax::decode::step::{step, steps, targets};
use crate::syntax::elements::state::{DEPTHS, KINDS, STATE};
use crate::syntax::node::Node;
use crate::terms::span::{Name, Span};

/// The states under the key `states`, in file order, and whether others may be there that could not be read.
pub fn states(cx: &mut Cx<'_>, keys: &Fields<'_, '_>) -> (Vec<StateDecl>, bool) {
    let Some(node) = keys.get("states") else { return (Vec::new(), keys.hides("states")) };
    let mark = cx.mark();
    let outdented = astray::outdented(cx, node);
    let mut pairs = named_entries(cx, node, "states");
    for entry in keys.aside(cx) {
        pairs.extend(cx.name(&entry.key, "a name").map(|name| (name, entry)));
    }
    let hidden = keys.hides("states") || cx.lost_since(mark);
    let states = pairs.into_iter().map(|(name, entry)| {
        let partial = entry.partial || outdented.contains(&entry.key.start);
        state(cx, name, (&entry.value, partial))
    });
    (states.collect(), hidden)
}

/// The state that `node` is; `partial` is whether it may say more than that.
fn state(cx: &mut Cx<'_>, id: Name, (node, partial): (&Node<'_>, bool)) -> StateDecl {
    names::check_id(cx, &id, "a state");
    let mut state = empty(id);
    if node.is_null() {
        state.hidden = everything(partial);
    } else if let Some(keys) = Fields::of(cx, node, &STATE) {
        let mark = cx.mark();
        state.keys = keys.written(cx);
        about(cx, &keys, &mut state);
        let unclear = cx.broken(mark) || KINDS.iter().any(|key| keys.hides(key));
        inside(cx, &keys, &mut state);
        // An experiment leads on as steps do.
        state.hidden.steps |= keys.hides("split");
        let mark = cx.mark();
        if state_kind::takes_another(cx, &keys, &state) {
            (state.is_final, state.hidden.states) = (None, true);
        } else {
            state_kind::agree(cx, &keys, &state, unclear);
        }
        state.hidden.kind = unclear || keys.has_strangers() || cx.broken(mark) || partial;
        state.hidden.steps |= partial;
        state.hidden.states |= partial;
    } else {
        state.hidden = everything(true);
    }
    state
}

const fn everything(hidden: bool) -> Hidden {
    Hidden { kind: hidden, steps: hidden, states: hidden }
}

/// What kind of state it is.
fn about(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, state: &mut StateDecl) {
    state.parallel = flagged(cx, keys, "parallel");
    state.is_final = flagged(cx, keys, "final");
    state.history = keys.get("history").and_then(|node| cx.choice(node, &DEPTHS));
    state.split = keys.entry("split").map(|entry| split(cx, entry));
}

/// What is in it, and for people.
fn inside(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, state: &mut StateDecl) {
    state.name = keys.words(cx, "name");
    state.description = keys.words(cx, "description");
    state.tags = keys.tags(cx);
    state.initial_key = keys.entry("initial").map(|entry| cx.span(&entry.key));
    state.initial = targets(cx, keys, "initial");
    state.default = targets(cx, keys, "default");
    state.steps_key = keys.entry("steps").map(|entry| cx.span(&entry.key));
    let astray = ["on_entry", "on_exit"].map(|key| astray::steps(cx, keys, key)).concat();
    (state.steps, state.hidden.steps) = steps(cx, keys);
    state.steps.extend(astray.into_iter().filter_map(|node| step(cx, node)));
    state.on_entry = keys.get("on_entry").map(|node| list(cx, node)).unwrap_or_default();
    state.on_exit = keys.get("on_exit").map(|node| list(cx, node)).unwrap_or_default();
    (state.states, state.hidden.states) = states(cx, keys);
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
        default: Targets::default(),
        split: None,
        initial: Targets::default(),
        initial_key: None,
        keys: Vec::new(),
        steps: Vec::new(),
        steps_key: None,
        on_entry: Vec::new(),
        on_exit: Vec::new(),
        states: Vec::new(),
        hidden: Hidden::default(),
    }
}
