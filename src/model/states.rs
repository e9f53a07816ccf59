//! States: what each one is, what it does on the way in and out, and the steps that it owns.

use crate::expr::facts::Facts;
use crate::expr::scope::EventScope;
use crate::expr::term::Term;
use crate::model::blocks::{self, Place};
use crate::model::ground::Notes;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{Arm, Split, State, StateKind, Step};
use crate::model::outline::Outline;
use crate::model::steps::{self, Around};
use crate::model::targets::{self, Led};
use crate::model::unread::{By, To, Unread};
use crate::model::values::{self, Asked, View, asks};
use crate::syntax::chart::{ArmDecl, HistoryDepth, SplitDecl, StateDecl, StepDecl};
use crate::syntax::content::{ItemDecl, ValueDecl};
use crate::syntax::document::JourneyDocument;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::shape::Of;
use crate::terms::span::{Name, Span};
use crate::terms::value::Value;

/// Compiles every state and step, in document order, the journey's own steps first.
pub fn all(journey: &JourneyDocument, around: Around<'_>, notes: &mut Notes) -> (Vec<State>, Vec<Step>) {
    let mut states = Vec::with_capacity(around.outline.nodes.len());
    let mut all_steps = Vec::new();
    for number in 0..around.outline.nodes.len() {
        let id = StateId(number as u32);
        note_hidden(id, journey, around.outline, &mut notes.unread);
        states.push(state(id, journey, around, &mut all_steps, notes));
    }
    (states, all_steps)
}

/// Notes what may be in a state that could not be read.
fn note_hidden(id: StateId, journey: &JourneyDocument, outline: &Outline<'_>, unread: &mut Unread) {
    let node = &outline.nodes[id.index()];
    let (hidden, empty) = node.decl.map_or((journey.hidden, false), |decl| (decl.hidden, decl.states.is_empty()));
    if hidden.kind || (hidden.states && empty) {
        unread.lead(id, By::Leaving, if node.decl.is_some() { To::AnyInside(id) } else { To::Nowhere });
        if node.decl.is_some() {
            unread.uncertain.extend((id.0..=node.last.0).map(StateId));
        }
    }
    if hidden.steps {
        unread.lead(id, By::Leaving, To::ANYWHERE);
        unread.uncertain.insert(id);
    }
    if hidden.states {
        unread.lead(id, By::Inside, To::ANYWHERE);
        unread.uncertain.insert(id);
    }
}

fn state(
    id: StateId,
    journey: &JourneyDocument,
    around: Around<'_>,
    all_steps: &mut Vec<Step>,
    notes: &mut Notes,
) -> State {
    let node = &around.outline.nodes[id.index()];
    let kind = match node.decl {
        None => StateKind::Compound(root_initial(journey, around.outline, notes)),
        Some(decl) => kind(id, decl, around, notes),
    };
    let decls: &[StepDecl] = node.decl.map_or(&journey.steps, |decl| &decl.steps);
    let first = all_steps.len() as u32;
    for decl in decls {
        let step = steps::step(decl, id, around, notes);
        all_steps.push(step);
    }
    let block = |items: Option<&[ItemDecl]>, notes: &mut Notes| {
        let scope = around.ground.scope(EventScope::Envelope);
        let place = Place { ground: around.ground, scope: &scope, whole: true };
        items.map_or_else(Vec::new, |items| blocks::block(items, place, &mut Facts::default(), notes))
    };
    State {
        name: node.decl.map_or_else(|| journey.id.clone(), |decl| decl.id.clone()),
        parent: node.parent,
        last: node.last,
        depth: node.depth,
        kind,
        children: node.children.clone(),
        steps: (first..all_steps.len() as u32).map(StepId).collect(),
        on_entry: block(node.decl.map(|decl| decl.on_entry.as_slice()), notes),
        on_exit: block(node.decl.map(|decl| decl.on_exit.as_slice()), notes),
    }
}

fn kind(id: StateId, decl: &StateDecl, around: Around<'_>, notes: &mut Notes) -> StateKind {
    if let Some(depth) = &decl.history {
        return history(id, decl, depth.value, around.outline, notes);
    }
    if let Some(split) = &decl.split {
        return StateKind::Split(self::split(id, (split, decl), around, notes));
    }
    if decl.is_final.is_some() {
        return StateKind::Final;
    }
    if decl.hidden.kind {
        perhaps_history(id, decl, around.outline, notes);
    }
    if decl.parallel.is_some() {
        if let (Some(key), false) = (decl.initial_key, decl.states.is_empty()) {
            let message = format!("`{}` is parallel, so all its regions begin together", decl.id.value);
            notes.findings.push(
                Finding::new(rule::BAD_TARGET, key, message).help("leave `initial` out, or give it to the regions"),
            );
        }
        return StateKind::Parallel;
    }
    if decl.states.is_empty() { StateKind::Atomic } else { compound(id, decl, around.outline, notes) }
}

fn compound(id: StateId, decl: &StateDecl, outline: &Outline<'_>, notes: &mut Notes) -> StateKind {
    let mut led = targets::resolve_inside(&decl.initial, "initial", id, outline, notes);
    if led.is_missing() {
        if !decl.hidden.kind {
            notes.findings.push(no_initial(&decl.id, ["state", "has states inside and no `initial`"], &decl.states));
        }
        led.perhaps.push(To::AnyInside(id));
    }
    StateKind::Compound(led.noted(id, By::Beginning, notes))
}

fn root_initial(journey: &JourneyDocument, outline: &Outline<'_>, notes: &mut Notes) -> Vec<StateId> {
    let mut led = targets::resolve(&journey.initial, outline, notes);
    if led.is_missing() {
        // A journey whose states could not be read has no place to begin that one could name.
        let unread = journey.states.is_empty() && (journey.hidden.states || journey.cut);
        if !unread {
            notes.findings.push(no_initial(&journey.id, ["journey", "has no `initial`"], &journey.states));
        }
        led.perhaps.push(To::ANYWHERE);
    }
    led.noted(StateId::default(), By::Beginning, notes)
}

fn no_initial(name: &Name, [kind, lack]: [&str; 2], inside: &[StateDecl]) -> Finding {
    // What could not be read has a name of our own, which nobody should see.
    let message =
        if name.value.starts_with('?') { format!("this {kind} {lack}") } else { format!("`{}` {lack}", name.value) };
    let finding = Finding::new(rule::NO_INITIAL, name.span, message);
    match inside.iter().find(|state| state.history.is_none()) {
        Some(first) => finding.help(format!("say where it begins: `initial: {}`", first.id.value)),
        None => finding.help("say where it begins: `initial: STATE`"),
    }
}

fn history(id: StateId, decl: &StateDecl, depth: HistoryDepth, outline: &Outline<'_>, notes: &mut Notes) -> StateKind {
    let parent = outline.nodes[id.index()].parent.unwrap_or_default();
    let mut led = targets::resolve_inside(&decl.default, "default", parent, outline, notes);
    if led.is_missing() {
        let message = format!("the history `{}` has no `default`", decl.id.value);
        let help = "say where it leads before there is anything to remember: `default: STATE`";
        notes.findings.push(Finding::new(rule::NO_INITIAL, decl.id.span, message).help(help));
        led.perhaps.push(To::AnyInside(parent));
    }
    let Led { states, perhaps } = &mut led;
    states.retain(|&state| {
        let real = !outline.is_history(state);
        if let (false, Some(name)) = (real, decl.default.names.first()) {
            let message = format!("the default of the history `{}` is a history itself", decl.id.value);
            notes
                .findings
                .push(Finding::new(rule::BAD_TARGET, name.span, message).help("name a state that can be active"));
            perhaps.push(To::AnyInside(parent));
        }
        real
    });
    StateKind::History(depth, led.noted(id, By::Beginning, notes))
}

/// A state with a `default` may be a history that could not be read: then people begin there.
fn perhaps_history(id: StateId, decl: &StateDecl, outline: &Outline<'_>, notes: &mut Notes) {
    let parent = outline.nodes[id.index()].parent.unwrap_or_default();
    let led = targets::resolve_inside(&decl.default, "default", parent, outline, notes);
    for state in led.noted(id, By::Beginning, notes) {
        notes.unread.lead(id, By::Beginning, To::State(state));
    }
}

fn split(id: StateId, (split, decl): (&SplitDecl, &StateDecl), around: Around<'_>, notes: &mut Notes) -> Split {
    weights(split, decl, notes);
    let scope = around.ground.scope(EventScope::Absent("a split draws for the person, whatever the event was"));
    let mut term = |value: Option<&ValueDecl>, what: &str, otherwise: Term| match value {
        None => otherwise,
        Some(value) => {
            let shape = asks(Of::Any, false);
            let asked = Asked { shape: &shape, rule: rule::TYPE_MISMATCH, what };
            let view = View { scope: &scope, facts: &Facts::default() };
            let given = values::value(value, asked, view, notes);
            given.filter(|given| present(given.optional, value.span, what, notes)).map_or(otherwise, |given| given.term)
        }
    };
    let key = term(split.key.as_ref(), "the split's key", Term::Constant(Value::Unit));
    let salt = term(split.salt.as_ref(), "the split's salt", Term::Constant(Value::Str(decl.id.value.clone())));
    let arms = split.arms.iter().map(|arm| self::arm(id, arm, around, notes)).collect();
    if split.hidden {
        notes.unread.lead(id, By::Leaving, To::ANYWHERE);
    }
    Split { key, salt, arms }
}

fn present(optional: bool, span: Span, what: &str, notes: &mut Notes) -> bool {
    if optional {
        let message = format!("{what} may be missing");
        notes
            .findings
            .push(Finding::new(rule::NULLABLE_USE, span, message).help("say what it is then: `x ?? \"none\"`"));
    }
    !optional
}

fn arm(split: StateId, arm: &ArmDecl, around: Around<'_>, notes: &mut Notes) -> Arm {
    let scope = around.ground.scope(EventScope::Envelope);
    let place = Place { ground: around.ground, scope: &scope, whole: true };
    let to = targets::resolve(&arm.to, around.outline, notes).noted(split, By::Leaving, notes);
    let set = blocks::set(&arm.set, place, &mut Facts::default(), notes);
    // An arm whose weight is none still leads somewhere; its journey does not run.
    let weight = arm.weight.as_ref().map_or(1.0, |weight| weight.value);
    Arm { id: arm.id.clone(), weight, to, set }
}

fn weights(split: &SplitDecl, decl: &StateDecl, notes: &mut Notes) {
    for weight in split
        .arms
        .iter()
        .filter_map(|arm| arm.weight.as_ref())
        .filter(|weight| weight.value.is_nan() || weight.value <= 0.0)
    {
        let message = format!("an arm's weight must be above zero, and this is {}", weight.value);
        notes.findings.push(
            Finding::new(rule::SPLIT_WEIGHTS, weight.span, message).help("leave the arm out if nobody should take it"),
        );
    }
    if split.arms.len() == 1 && !split.hidden {
        let message = format!("the split `{}` has one arm, so there is nothing to split", decl.id.value);
        notes.findings.push(
            Finding::new(rule::SPLIT_WEIGHTS, split.arms[0].id.span, message)
                .help("add another arm, or lead there directly"),
        );
    }
    for (index, arm) in split.arms.iter().enumerate() {
        if let Some(first) = split.arms[..index].iter().find(|earlier| earlier.id.value == arm.id.value) {
            let message = format!("two arms of `{}` are called `{}`", decl.id.value, arm.id.value);
            notes.findings.push(
                Finding::new(rule::DUPLICATE_ID, arm.id.span, message)
                    .label(first.id.span, "the first is here")
                    .help("an arm's id decides who takes it; give each its own"),
            );
        }
    }
}
