//! What is known where a `done.<STATE>` comes: people are in final states then, one in each region.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::machine::Machine;
use crate::graph::sets::is_region;
use crate::lint::blocks;
use crate::lint::knowledge::activity::together;
use crate::lint::knowledge::carrier::Facts;
use crate::lint::knowledge::moves::{By, Move};
use crate::model::ids::{EventId, StateId};
use crate::model::journey::{EventKind, StateKind, Trigger, Work};

/// So many ways to be in final states are told apart.
const MOST: usize = 16;

/// The completions at which people are certainly still in the final states: by the state that hears them and the event,
/// what is completed.
#[derive(Clone, Debug, Default)]
pub struct Completions {
    heard: BTreeMap<(StateId, EventId), StateId>,
}

impl Completions {
    /// Those that steps among `moves` hear.
    pub fn of(machine: &Machine, moves: &[Move]) -> Self {
        let mut heard = BTreeMap::new();
        for way in moves {
            for &event in events(machine, way) {
                if let Some(of) = completed(machine, event) {
                    heard.insert((way.source, event), of);
                }
            }
        }
        if !heard.is_empty() {
            let between = between(machine, moves);
            heard.retain(|&(source, event), of| !may_be_left(machine, &between, source, (event, *of)));
        }
        Self { heard }
    }

    /// What is completed where one of `events` is heard in `state`; nothing where it may be something else.
    pub fn heard(&self, state: StateId, events: &[EventId]) -> Vec<StateId> {
        let all = events.iter().map(|event| self.heard.get(&(state, *event)).copied());
        all.collect::<Option<Vec<StateId>>>().unwrap_or_default()
    }

    /// What is completed where somebody goes `way`.
    pub fn before(&self, machine: &Machine, way: &Move) -> Vec<StateId> {
        if self.heard.is_empty() { Vec::new() } else { self.heard(way.source, events(machine, way)) }
    }
}

/// The events by which people go `way`.
pub fn events<'m>(machine: &'m Machine, way: &Move) -> &'m [EventId] {
    match way.by {
        By::Step(step) => match &machine.step(step).trigger {
            Trigger::Events(events) => events,
            _ => &[],
        },
        _ => &[],
    }
}

/// The state of which `event` is the completion.
pub fn completed(machine: &Machine, event: EventId) -> Option<StateId> {
    match machine.journey.events[event.index()].kind {
        EventKind::Done(state) if state != Machine::ROOT => Some(state),
        _ => None,
    }
}

/// The final states inside `state` that complete it.
pub fn finals(machine: &Machine, state: StateId) -> Vec<StateId> {
    let of = machine.state(state);
    match of.kind {
        StateKind::Final => vec![state],
        StateKind::Compound(_) => children(machine, state).collect(),
        StateKind::Parallel => regions(machine, state).flat_map(|region| finals(machine, region)).collect(),
        _ => Vec::new(),
    }
}

/// What variables may be where `state` is completed, by what they may be in each state; absent where nobody completes it.
pub fn facts(machine: &Machine, state: StateId, known: &[Option<Facts>]) -> Option<Facts> {
    match machine.state(state).kind {
        StateKind::Final => known[state.index()].clone(),
        StateKind::Compound(_) => {
            let each = children(machine, state).filter_map(|child| known[child.index()].clone());
            each.reduce(|all, more| all.iter().zip(&more).map(|(one, other)| one.join(other)).collect())
        }
        StateKind::Parallel => {
            let each: Option<Vec<Facts>> =
                regions(machine, state).map(|region| facts(machine, region, known)).collect();
            each?.into_iter().reduce(|all, more| met(&all, &more))
        }
        _ => None,
    }
    .filter(|facts| facts.iter().all(|values| !values.is_empty()))
}

/// The same where one of `completed` is, for people of whom `own` is known; `own` where nothing is completed.
pub fn narrowed(machine: &Machine, completed: &[StateId], own: Facts, known: &[Option<Facts>]) -> Option<Facts> {
    if completed.is_empty() {
        return Some(own);
    }
    let each = completed.iter().filter_map(|&state| facts(machine, state, known));
    let all = each.reduce(|all, more| all.iter().zip(&more).map(|(one, other)| one.join(other)).collect())?;
    Some(met(&own, &all)).filter(|facts| facts.iter().all(|values| !values.is_empty()))
}

/// The final states in which people are at once where `state` is completed; a few of the ways in which they can be.
pub fn places(machine: &Machine, state: StateId) -> Vec<Vec<StateId>> {
    let mut all = match machine.state(state).kind {
        StateKind::Final => vec![vec![state]],
        StateKind::Compound(_) => children(machine, state).map(|child| vec![child]).collect(),
        StateKind::Parallel => regions(machine, state).fold(vec![Vec::new()], |all, region| {
            let inner = places(machine, region);
            let longer = all.iter().flat_map(|place| inner.iter().map(move |more| [&place[..], more].concat()));
            longer.take(MOST).collect()
        }),
        _ => Vec::new(),
    };
    all.truncate(MOST);
    all
}

fn met(own: &Facts, other: &Facts) -> Facts {
    own.iter().zip(other).map(|(one, other)| one.meet(other)).collect()
}

fn children(machine: &Machine, state: StateId) -> impl Iterator<Item = StateId> + '_ {
    let is_final = |child: &StateId| matches!(machine.state(*child).kind, StateKind::Final);
    machine.state(state).children.iter().copied().filter(is_final)
}

fn regions(machine: &Machine, state: StateId) -> impl Iterator<Item = StateId> + '_ {
    machine.state(state).children.iter().copied().filter(|&child| is_region(&machine.journey, child))
}

/// The moves that may come after a final state was entered and before its completion is heard.
fn between<'w>(machine: &Machine, moves: &'w [Move]) -> Vec<&'w Move> {
    let mut raised = BTreeSet::new();
    blocks::all(&machine.journey, &mut |block| {
        blocks::each(block, &mut |instruction| {
            if let Work::Raise(call) = &instruction.work {
                raised.insert(call.event);
            }
        });
    });
    let inside = |event: &EventId| {
        let kind = &machine.journey.events[event.index()].kind;
        raised.contains(event) || matches!(kind, EventKind::Done(_) | EventKind::Held(_))
    };
    let at_once = |way: &&Move| match way.by {
        By::Entry => false,
        By::Arm(_) => true,
        By::Step(step) => match &machine.step(step).trigger {
            Trigger::Always => true,
            Trigger::Events(events) => events.iter().any(inside),
            Trigger::Timer(_) => false,
        },
    };
    moves.iter().filter(at_once).collect()
}

/// Whether somebody may be in `source` when `event` comes there, and no longer in the final states that complete `of`.
fn may_be_left(machine: &Machine, between: &[&Move], source: StateId, (event, of): (EventId, StateId)) -> bool {
    let holds = |at: StateId, inner: StateId| at == inner || machine.is_inside(at, inner);
    let finals = finals(machine, of);
    // Whoever is taken by the completion itself has heard it.
    let others = |way: &&&Move| way.source != source || events(machine, way) != [event];
    let leaves = |way: &&&Move| {
        let left = |&at: &StateId| {
            way.domain.is_some_and(|domain| machine.is_inside(domain, at)) && together(machine, way.source, at)
        };
        finals.iter().any(left)
    };
    let comes_in = |way: &Move| way.leaves.iter().any(|&leaf| holds(source, leaf));
    let stays_in = |way: &Move| way.domain.is_none_or(|domain| !machine.is_inside(domain, source));
    let mut leaving = between.iter().filter(others).filter(leaves).peekable();
    let is_left = leaving.peek().is_some();
    is_left && (leaving.any(|way| stays_in(way)) || between.iter().any(|way| comes_in(way)))
}
