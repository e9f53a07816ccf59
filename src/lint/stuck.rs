//! Where people can never leave or never come to an end, and the final states that nobody reaches because of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::lint::case::Case;
use crate::lint::endless;
use crate::lint::rings;
use crate::lint::shown::{DEAD_END, ENDLESS, TRAP};
use crate::model::ids::StateId;
use crate::model::journey::StateKind;

/// The states that nobody can leave and where somebody comes to rest; none where the journey has an exit rule.
pub fn dead_ends(case: &Case<'_>) -> Vec<StateId> {
    let machine = &case.machine;
    if !machine.journey.exit.is_empty() {
        return Vec::new();
    }
    let (reached, leaves) = (case.reached(), machine.has_way_out(&|_| true));
    let is_one = |&state: &StateId| {
        let atomic = matches!(machine.state(state).kind, StateKind::Atomic);
        atomic && reached[state.index()] && !leaves[state.index()]
    };
    let mut ends: Vec<StateId> = machine.all_states().filter(is_one).collect();
    if ends.iter().any(|&state| machine.dispatch.is_eventless(state)) {
        let restless = rings::restless(case);
        ends.retain(|state| !restless.contains(state));
    }
    if !ends.is_empty() && ENDLESS.is_shown(case) {
        // That its region has no final state is told where somebody waits for that.
        let told: BTreeSet<StateId> = endless::all(case).into_iter().flat_map(|endless| endless.regions).collect();
        let region = |state: StateId| machine.state(state).parent.filter(|parent| told.contains(parent));
        ends.retain(|&state| !told.contains(&state) && region(state).is_none());
    }
    ends
}

/// Sets of states from which nobody comes to an end, each in document order; none where the journey has an exit rule.
pub fn traps(case: &Case<'_>) -> Vec<Vec<StateId>> {
    let machine = &case.machine;
    if !machine.journey.exit.is_empty() {
        return Vec::new();
    }
    let leaves = machine.has_way_out(&|_| true);
    let ringed: BTreeSet<StateId> = rings::all(case).0.into_iter().flat_map(|round| round.states).collect();
    // What only leads to a dead end, or to a ring that never rests, is the matter of those findings.
    let is_known = |state: StateId| {
        let dead_end = matches!(machine.state(state).kind, StateKind::Atomic) && !leaves[state.index()];
        dead_end || ringed.contains(&state)
    };
    let mut traps = machine.traps(&|_| true, &is_known);
    traps.extend(machine.region_traps(&|_| true, &is_known));
    traps.sort();
    traps
}

/// The final states that nobody reaches, beside dead ends and traps of which each may have been meant to lead to one of
/// them; by the state where people are stuck, the first of those beside.
pub fn missed(case: &Case<'_>) -> BTreeMap<StateId, Vec<StateId>> {
    let machine = &case.machine;
    let unreached = |state: &StateId| !case.reached()[state.index()] && state.index() > 0;
    let finals = machine.all_states().filter(unreached);
    let mut finals: Vec<StateId> = finals.filter(|&at| matches!(machine.state(at).kind, StateKind::Final)).collect();
    if finals.is_empty() {
        return BTreeMap::new();
    }
    let led_to: BTreeSet<StateId> = machine.journey.steps.iter().flat_map(|step| &step.to).copied().collect();
    finals.retain(|state| !led_to.contains(state));
    let parent = |state: StateId| machine.state(state).parent;
    let mut stuck = if DEAD_END.is_shown(case) { dead_ends(case) } else { Vec::new() };
    let traps = if TRAP.is_shown(case) { traps(case) } else { Vec::new() };
    stuck.extend(traps.iter().filter_map(|trap| trap.first()));
    stuck.sort_unstable();
    let mut missed: BTreeMap<StateId, Vec<StateId>> = BTreeMap::new();
    let beside = |last: StateId| finals.iter().filter(move |&&one| parent(one) == parent(last)).count();
    for &last in &finals {
        let mut here = stuck.iter().filter(|&&one| parent(one) == parent(last));
        let count = here.clone().count();
        if let Some(&first) = here.next().filter(|_| beside(last) <= count) {
            missed.entry(first).or_default().push(last);
        }
    }
    // A trap with nothing beside may have been meant to lead to one inside a state of it, which then is done.
    for &last in finals.iter().filter(|&&last| beside(last) == 1) {
        let around = |trap: &&Vec<StateId>| parent(last).is_some_and(|at| trap.binary_search(&at).is_ok());
        let first = traps.iter().find(around).and_then(|trap| trap.first());
        if let Some(&first) = first.filter(|first| !missed.contains_key(first)) {
            missed.insert(first, vec![last]);
        }
    }
    missed
}
