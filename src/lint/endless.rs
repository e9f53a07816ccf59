//! Parallel states that somebody waits for and that are never done, since a region has no final state.

use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::knowledge::completable::can_be_done;
use crate::model::ids::StateId;
use crate::model::journey::{Event, EventKind, StateKind, Trigger};
use crate::terms::span::Span;

/// A parallel state that is never done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endless {
    /// It.
    pub state: StateId,
    /// Its regions without a final state; none where somebody waits for each of them itself.
    pub regions: Vec<StateId>,
    /// Where the first step stands that waits for it.
    pub listener: Span,
}

/// Those to which somebody comes, in the order of the events.
pub fn all(case: &Case<'_>) -> Vec<Endless> {
    let machine = &case.machine;
    let done = |event: &Event| match event.kind {
        EventKind::Done(state) if matches!(machine.state(state).kind, StateKind::Parallel) => Some(state),
        _ => None,
    };
    let heard: Vec<StateId> = machine.journey.events.iter().filter_map(done).collect();
    let mut found = Vec::new();
    for &state in heard.iter().filter(|state| case.reached()[state.index()]) {
        let Some(listener) = listener(machine, state) else { continue };
        let mut regions = Vec::new();
        if can_be_done(machine, state, &mut regions) {
            continue;
        }
        // Where someone waits for a parallel state inside as well, that is the one that is told.
        let awaited = |outer: StateId| heard.contains(&outer) && self::listener(machine, outer).is_some();
        regions.retain(|&region| !machine.outward(region).take_while(|&outer| outer != state).any(awaited));
        found.push(Endless { state, regions, listener });
    }
    found
}

/// Where the first step stands that waits for `done` of `state`.
pub fn listener(machine: &Machine, state: StateId) -> Option<Span> {
    let waits = |trigger: &Trigger| match trigger {
        Trigger::Events(events) => events
            .iter()
            .any(|event| matches!(machine.journey.events[event.index()].kind, EventKind::Done(of) if of == state)),
        _ => false,
    };
    machine.journey.steps.iter().find(|step| waits(&step.trigger)).map(|step| step.id.span)
}
