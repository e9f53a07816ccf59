//! Where somebody may begin to go round without an input: by `always` steps, arms, completions and what is raised.

use std::collections::BTreeSet;

use crate::graph::machine::Machine;
use crate::graph::rings::rings;
use crate::graph::routes::Route;
use crate::lint::blocks;
use crate::lint::case::Case;
use crate::lint::knowledge::moves::{By, Move};
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{EventKind, StateKind, Trigger, Work};

/// More states than this inside the one that has a step are not tried.
const LEAVES: usize = 8;

/// The steps of each ring at which somebody may begin, and each step that stays where it is.
pub fn candidates(case: &Case<'_>, may: &dyn Fn(StepId) -> bool) -> Vec<Vec<StepId>> {
    let machine = &case.machine;
    let is_always = |step: StepId| matches!(machine.step(step).trigger, Trigger::Always);
    let steps = || (0..machine.journey.steps.len() as u32).map(StepId);
    if !steps().any(|step| is_always(step) || completed(machine, step).is_some()) {
        return Vec::new();
    }
    let mut all = ringed(case, may);
    let stays = |step: StepId| matches!(machine.dispatch.route(step), Route::Stay);
    let staying = steps().filter(|&step| stays(step) && is_always(step));
    all.extend(staying.filter(|&step| may(step)).map(|step| vec![step]));
    all
}

/// The `always` steps, and those for completions, of each ring that needs no input, whatever histories remember.
fn ringed(case: &Case<'_>, may: &dyn Fn(StepId) -> bool) -> Vec<Vec<StepId>> {
    let (machine, raised) = (&case.machine, raised(case));
    let needs_none = |step: StepId| match &machine.step(step).trigger {
        Trigger::Always => true,
        Trigger::Timer(_) => false,
        Trigger::Events(events) => {
            completed(machine, step).is_some() || events.iter().any(|event| raised.contains(event))
        }
    };
    let counts = |way: &&Move| match way.by {
        By::Entry => false,
        By::Arm(_) => true,
        By::Step(step) => needs_none(step) && may(step),
    };
    let moves: Vec<(&Move, Vec<StateId>)> =
        case.knowledge().moves().iter().filter(counts).map(|way| (way, sources(machine, way))).collect();
    let onward = moves.iter().flat_map(|(way, sources)| {
        sources.iter().flat_map(|from| way.leaves.iter().map(|leaf| (from.index(), leaf.index())))
    });
    let outward = machine.all_states().filter_map(|state| Some((state.index(), machine.state(state).parent?.index())));
    let ways: Vec<(usize, usize)> = onward.chain(outward).collect();
    let of = |ring: Vec<usize>| -> Vec<StepId> {
        let is_in = |state: &StateId| ring.binary_search(&state.index()).is_ok();
        let inside = moves.iter().filter(|(way, sources)| sources.iter().any(is_in) && way.leaves.iter().any(is_in));
        let steps = inside.filter_map(|(way, _)| if let By::Step(step) = way.by { Some(step) } else { None });
        let (mut begins, done): (Vec<StepId>, Vec<StepId>) =
            steps.partition(|&step| matches!(machine.step(step).trigger, Trigger::Always));
        begins.extend(done.into_iter().filter(|&step| completed(machine, step).is_some()));
        begins
    };
    rings(machine.journey.states.len(), &ways).into_iter().map(of).filter(|begins| !begins.is_empty()).collect()
}

/// The events that the journey raises.
pub fn raised(case: &Case<'_>) -> BTreeSet<EventId> {
    let mut raised = BTreeSet::new();
    blocks::all(&case.machine.journey, &mut |block| {
        blocks::each(block, &mut |instruction| {
            if let Work::Raise(call) = &instruction.work {
                raised.insert(call.event);
            }
        });
    });
    raised
}

/// The event and the state of which `step` hears that it is completed, and nothing else.
pub fn completed(machine: &Machine, step: StepId) -> Option<(EventId, StateId)> {
    let Trigger::Events(events) = &machine.step(step).trigger else { return None };
    match (&events[..], events.first().map(|event| &machine.journey.events[event.index()].kind)) {
        (&[event], Some(&EventKind::Done(state))) => Some((event, state)),
        _ => None,
    }
}

/// In which states people take `way`: those in which the state that it hears of is completed, or its own.
fn sources(machine: &Machine, way: &Move) -> Vec<StateId> {
    let By::Step(step) = way.by else { return vec![way.source] };
    match completed(machine, step) {
        Some((_, state)) if matches!(machine.state(state).kind, StateKind::Compound(_)) => ends(machine, state),
        Some((_, state)) => vec![state],
        None => vec![way.source],
    }
}

fn ends(machine: &Machine, state: StateId) -> Vec<StateId> {
    let is_final = |child: &StateId| matches!(machine.state(*child).kind, StateKind::Final);
    machine.state(state).children.iter().copied().filter(is_final).collect()
}

/// The states with nothing inside in which people may take `step`.
pub fn leaves(case: &Case<'_>, step: StepId) -> Vec<StateId> {
    let machine = &case.machine;
    let source = machine.step(step).source;
    let inside = match completed(machine, step) {
        Some((_, state)) => ends(machine, state),
        None => (source.0..=machine.state(source).last.0).map(StateId).collect(),
    };
    let visited = |&state: &StateId| machine.dispatch.is_atomic(state) && case.knowledge().is_visited(state);
    inside.into_iter().filter(visited).take(LEAVES).collect()
}
