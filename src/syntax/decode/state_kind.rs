//! What kind of state it is decides which keys it may have.

use crate::syntax::chart::StateDecl;
use crate::syntax::decode::context::Cx;
use crate::syntax::decode::fields::Fields;
use crate::syntax::elements::state::{NOT_IN_FINAL, NOT_IN_HISTORY, NOT_IN_SPLIT, ONLY_IN_HISTORY};
use crate::syntax::node::Layout;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::Span;

/// Reports every key of `state` that its kind has no use for, and states that are missing; `unclear` is whether it may be
/// of a kind that could not be read.
pub fn agree(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, state: &StateDecl, unclear: bool) {
    let (kind, useless): (&str, &[&str]) = if state.history.is_some() {
        ("a history", &NOT_IN_HISTORY)
    } else if state.split.is_some() {
        ("a split", &NOT_IN_SPLIT)
    } else if state.is_final.is_some() {
        // Steps of a final state are a rule of their own.
        ("final", &NOT_IN_FINAL)
    } else if unclear {
        ("no history", &[])
    } else if state.parallel.is_some() {
        ("parallel and no history", &ONLY_IN_HISTORY)
    } else {
        ("no history", &ONLY_IN_HISTORY)
    };
    for key in useless {
        if let Some(place) = written(cx, keys, state, key) {
            let message = format!("`{}` is {kind}, so it has no `{key}`", state.id.value);
            let help = format!("remove `{key}`, or make a state of its own for it");
            cx.report(Finding::new(rule::WRONG_SHAPE, place, message).help(help));
        }
    }
    empty(cx, keys, state);
}

/// Reports that `state` is final in a line behind the states inside: that is rather a state of its own, whose name is missing.
pub fn takes_another(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, state: &StateDecl) -> bool {
    let (Some(place), Some(states), Layout::Block) = (state.is_final, keys.entry("states"), keys.layout()) else {
        return false;
    };
    if state.states.is_empty() || place.start < states.value.end {
        return false;
    }
    let message = format!("`{}` is final, and has states inside", state.id.value);
    let finding = Finding::new(rule::WRONG_SHAPE, place, message);
    cx.report(finding.help("is a line with a name missing above it, such as `STATE:`? else remove one of the two"));
    true
}

/// Reports what only makes sense with states inside, where there are none.
fn empty(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, state: &StateDecl) {
    let pseudo = state.history.is_some() || state.split.is_some() || state.is_final.is_some();
    let hidden = keys.is_partial() || state.hidden.states || state.hidden.steps;
    if pseudo || hidden || !state.states.is_empty() {
        return;
    }
    if let Some(place) = state.parallel {
        let message = format!("`{}` is parallel, and has no states inside", state.id.value);
        cx.report(Finding::new(rule::WRONG_SHAPE, place, message).help("write its regions under `states`"));
    } else if let Some(place) = state.initial_key {
        let message = format!("`{}` has no states inside, so it has no `initial`", state.id.value);
        cx.report(Finding::new(rule::WRONG_SHAPE, place, message).help("remove `initial`, or write `states`"));
    }
}

/// Where `key` stands; a flag that is `false` says nothing.
fn written(cx: &Cx<'_>, keys: &Fields<'_, '_>, state: &StateDecl, key: &str) -> Option<Span> {
    match key {
        "final" => state.is_final,
        "parallel" => state.parallel,
        _ => keys.entry(key).map(|entry| cx.span(&entry.key)),
    }
}
