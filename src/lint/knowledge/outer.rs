//! Steps of states around others: in which of those that are inside somebody may take them.

use crate::graph::machine::Machine;
use crate::lint::knowledge::moves::{By, Move};
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{StateKind, Trigger};

/// So many states are told apart in which people may take a step of the journey itself.
const MOST: usize = 24;

/// Whether somebody who is in `place` may go `way`: nothing inside its source, from `place` outward, surely answers first
/// or leads away at once.
pub fn may_take(machine: &Machine, way: &Move, place: StateId) -> bool {
    let By::Step(step) = way.by else { return true };
    let inside = || machine.outward(place).take_while(|&at| at != way.source);
    if !machine.is_inside(way.source, place) {
        return true;
    }
    let parallel = |at: StateId| matches!(machine.state(at).kind, StateKind::Parallel);
    let is_beside = inside().any(parallel) || parallel(way.source);
    // What stays where it is may be taken together with the step, which another region asks for.
    let answers = |other: StepId| {
        let of = machine.step(other);
        of.guard.is_none() && (!is_beside || !of.to.is_empty())
    };
    let leads_away = |other: &StepId| {
        let of = machine.step(*other);
        of.guard.is_none() && !of.to.is_empty()
    };
    if inside().flat_map(|at| machine.dispatch.always(at)).any(leads_away) {
        return false;
    }
    let heard = |event: EventId| {
        let mut steps = inside().flat_map(|at| machine.dispatch.steps(at, event));
        !steps.any(|&(_, other)| answers(other))
    };
    match &machine.step(step).trigger {
        Trigger::Events(events) => events.iter().any(|&event| heard(event)),
        Trigger::Always => !inside().flat_map(|at| machine.dispatch.always(at)).any(|&other| answers(other)),
        Trigger::Timer(_) => true,
    }
}

/// States with nothing inside in which people can be who go `way`: a few of those where nothing inside is asked before it.
pub fn places<'m>(machine: &'m Machine, way: &'m Move) -> impl Iterator<Item = StateId> + 'm {
    let rests = |&state: &StateId| {
        let is_split = matches!(machine.state(state).kind, StateKind::Split(_));
        machine.dispatch.is_atomic(state) && !machine.is_end(state) && !is_split
    };
    let inside = (way.source.0 + 1..=machine.state(way.source).last.0).map(StateId);
    inside.filter(rests).filter(|&place| is_first(machine, way, place)).take(MOST)
}

/// Whether nothing from `place` outward, inside the source of `way`, is asked before it.
fn is_first(machine: &Machine, way: &Move, place: StateId) -> bool {
    let By::Step(step) = way.by else { return false };
    let inside = || machine.outward(place).take_while(|&at| at != way.source);
    let is_silent = |event: EventId| inside().all(|at| machine.dispatch.steps(at, event).is_empty());
    let heard = match &machine.step(step).trigger {
        Trigger::Events(events) => events.iter().any(|&event| is_silent(event)),
        Trigger::Always | Trigger::Timer(_) => true,
    };
    heard && inside().all(|at| machine.dispatch.always(at).is_empty())
}
