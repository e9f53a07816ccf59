//! Ways of both versions that lead to a state that is new.

use std::collections::BTreeSet;

use crate::diff::pair::Pair;
use crate::graph::machine::Machine;
use crate::model::ids::StateId;
use crate::model::journey::{Arm, StateKind, Step, Trigger};

/// A way that was there before and leads to the new state `state`, or to something inside it: "the step `go`"; one that
/// names it before one that comes to it by where a state begins.
pub fn onto(pair: &Pair<'_>, state: StateId) -> Option<String> {
    let machine = &pair.new.machine;
    let named = |target: StateId| target == state || machine.is_inside(state, target);
    way(pair, &named).or_else(|| way(pair, &|target| arrives(pair, target, state)))
}

/// The states of the new version to which people may go on with the move itself, by `always` steps that the old one lacks and
/// whatever follows at once.
pub fn passed(pair: &Pair<'_>) -> BTreeSet<StateId> {
    let machine = &pair.new.machine;
    let is_there =
        |state: StateId| state == Machine::ROOT || pair.old_state(&machine.state(state).name.value).is_some();
    let is_always = |step: &&Step| matches!(step.trigger, Trigger::Always);
    let steps = machine.journey.steps.iter().filter(is_always);
    let first = steps.filter(|step| is_there(step.source) && !was_step(pair, step)).flat_map(|step| &step.to);
    let mut open: Vec<StateId> = first.filter(|_| !pair.plan.finish).copied().collect();
    let mut passed = BTreeSet::new();
    while let Some(at) = open.pop() {
        if at == Machine::ROOT || !passed.insert(at) {
            continue;
        }
        open.extend(machine.state(at).parent);
        open.extend(begins(machine, at));
        open.extend(machine.dispatch.always(at).iter().flat_map(|&step| &machine.step(step).to));
        if let StateKind::Split(split) = &machine.state(at).kind {
            open.extend(split.arms.iter().flat_map(|arm| &arm.to));
        }
    }
    passed
}

/// The states inside `state` in which it begins.
fn begins(machine: &Machine, state: StateId) -> Vec<StateId> {
    match &machine.state(state).kind {
        StateKind::Compound(initial) | StateKind::History(_, initial) => initial.clone(),
        StateKind::Parallel => machine.state(state).children.clone(),
        StateKind::Split(_) | StateKind::Atomic | StateKind::Final => Vec::new(),
    }
}

/// A step, or else an arm, that both versions have and one of whose targets `comes` there.
fn way(pair: &Pair<'_>, comes: &dyn Fn(StateId) -> bool) -> Option<String> {
    let machine = &pair.new.machine;
    let leads = |targets: &[StateId]| targets.iter().any(|&target| comes(target));
    let step = machine.journey.steps.iter().find(|step| leads(&step.to) && was_step(pair, step));
    if let Some(step) = step {
        return Some(format!("the step `{}`", step.id.value));
    }
    (0..machine.journey.states.len() as u32).map(StateId).find_map(|split| {
        let arm = kept_arms(pair, split).into_iter().find(|arm| leads(&arm.to))?;
        Some(format!("the arm `{}` of `{}`", arm.id.value, machine.state(split).name.value))
    })
}

/// Whether the old version has the step in the same state: one of another state is another step, under the same id.
fn was_step(pair: &Pair<'_>, step: &Step) -> bool {
    let old = pair.old_step(&step.id.value).map(|old| pair.old.machine.step(old).source);
    old.is_some_and(|old| match (old, step.source) {
        (Machine::ROOT, now) => now == Machine::ROOT,
        (old, now) => pair.new_state(old) == Some(now),
    })
}

/// The arms of a split that both versions have.
fn kept_arms<'p>(pair: &'p Pair<'_>, split: StateId) -> Vec<&'p Arm> {
    let StateKind::Split(now) = &pair.new.machine.state(split).kind else { return Vec::new() };
    let old = pair.old_state(&pair.new.machine.state(split).name.value);
    let Some(StateKind::Split(was)) = old.map(|old| &pair.old.machine.state(old).kind) else { return Vec::new() };
    now.arms.iter().filter(|arm| was.arms.iter().any(|other| other.id.value == arm.id.value)).collect()
}

/// Whether whoever is led to `target` comes to `state`, or to something inside it.
fn arrives(pair: &Pair<'_>, target: StateId, state: StateId) -> bool {
    let machine = &pair.new.machine;
    let (mut open, mut seen) = (vec![target], Vec::new());
    while let Some(at) = open.pop() {
        if at == state || machine.is_inside(state, at) {
            return true;
        }
        if seen.contains(&at) {
            continue;
        }
        seen.push(at);
        open.extend(begins(machine, at));
        open.extend(kept_arms(pair, at).into_iter().flat_map(|arm| arm.to.iter().copied()));
    }
    false
}
