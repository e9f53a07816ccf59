//! Whether a list can grow for ever.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use crate::lint::case::Case;
use crate::lint::lists::changes::{Change, Place};
use crate::lint::lists::tables::{Asked, Tables, asked_by, bounding, events_of};
use crate::lint::{blocks, verdicts};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{Due, StateKind, Trigger};
use crate::terms::shape::Of;

/// Whether someone can come to `change` again and again without anything that bounds the list.
pub fn is_unbounded(case: &Case<'_>, tables: &Tables, change: &Change, changes: &[Change]) -> bool {
    let (machine, rounds) = (&case.machine, &tables.rounds);
    let (owner, ring) = match change.place {
        Place::Step(step) => (machine.step(step).source, rounds.along(machine, step)),
        Place::Passing(state) => (state, rounds.into(state)),
    };
    let again = match change.place {
        Place::Step(step) if !verdicts::of(case).fires(step) => false,
        Place::Step(step) if stays_for_ever(case, step) => true,
        Place::Step(step) if !machine.leaves_source(step) => rounds.into(owner).is_some(),
        _ => ring.is_some(),
    };
    let around = Around { case, tables, owner, ring: ring.or_else(|| rounds.into(owner)) };
    let set_anew = |other: &Change| !other.grows && other.variable == change.variable && around.has(other.place);
    again && case.reached()[owner.index()] && !changes.iter().any(set_anew) && !around.is_bounded(change)
}

/// Whether a step stays where it is and can be taken any number of times.
fn stays_for_ever(case: &Case<'_>, step: StepId) -> bool {
    if case.machine.leaves_source(step) {
        return false;
    }
    match &case.machine.step(step).trigger {
        Trigger::Events(events) => !events.is_empty(),
        Trigger::Always => false,
        Trigger::Timer(timer) => matches!(timer.due, Due::Every(_, None)) && !is_left_by_time(case, step),
    }
}

/// Whether a timer takes everybody away from where `step` is.
fn is_left_by_time(case: &Case<'_>, step: StepId) -> bool {
    let machine = &case.machine;
    let mut around = machine.outward(machine.step(step).source).flat_map(|state| &machine.state(state).steps);
    around.any(|&other| {
        let timed = matches!(machine.step(other).trigger, Trigger::Timer(_));
        timed && case.step_decl(other).guard.is_none() && machine.leaves_source(other)
    })
}

/// What can happen between two times that something is appended.
struct Around<'a, 'c> {
    case: &'a Case<'c>,
    tables: &'a Tables,
    owner: StateId,
    ring: Option<u32>,
}

impl Around<'_, '_> {
    fn has(&self, place: Place) -> bool {
        let state = match place {
            Place::Step(step) => self.case.machine.step(step).source,
            Place::Passing(state) => state,
        };
        let on_ring = self.ring.is_some() && self.tables.rounds.through(state) == self.ring;
        on_ring || self.inside().contains(&state.0) || self.case.machine.is_inside(state, self.owner)
    }

    /// The states inside the owner, or inside the outermost parallel state around it.
    fn inside(&self) -> RangeInclusive<u32> {
        let machine = &self.case.machine;
        let parallel = |&outer: &StateId| matches!(machine.state(outer).kind, StateKind::Parallel);
        let outer = machine.outward(self.owner).filter(parallel).last().unwrap_or(self.owner);
        outer.0..=machine.state(outer).last.0
    }

    /// Whether a guard on the way round reads the list, or something that is set there, or something else stops it.
    fn is_bounded(&self, change: &Change) -> bool {
        let Tables { set_by, set_on, asked_on, unread_on, .. } = self.tables;
        let own = match change.place {
            Place::Step(step) => bounding(self.case, step, &self.tables.added),
            Place::Passing(_) => Some(Vec::new()),
        };
        let Some(own) = own else { return true };
        if self.ring.is_some_and(|ring| unread_on.contains(&ring)) {
            return true;
        }
        let mut set: BTreeSet<u16> = [change.variable].into();
        set.extend(self.inside().flat_map(|state| &set_by[state as usize]));
        set.extend(self.case.machine.outward(self.owner).flat_map(|outer| &set_by[outer.index()]));
        let ring = |by: &BTreeMap<u32, BTreeSet<u16>>, slot: u16| {
            self.ring.and_then(|ring| by.get(&ring)).is_some_and(|slots| slots.contains(&slot))
        };
        let is_set = |slot: u16| set.contains(&slot) || ring(set_on, slot);
        let along = self.ring.and_then(|ring| asked_on.get(&ring)).into_iter().flatten().copied();
        own.into_iter().chain(change.asked.iter().copied()).chain(along).any(is_set) || self.is_stopped(change, &is_set)
    }

    /// Whether something takes people away, or keeps them from growing the list, once there is enough in it.
    fn is_stopped(&self, change: &Change, is_set: &dyn Fn(u16) -> bool) -> bool {
        let mut beside = Vec::new();
        if let Place::Step(step) = change.place {
            blocks::of_step(self.case.machine.step(step), &mut |assign| beside.push(assign.variable.0));
        }
        let counts = |slot: u16| {
            let of = &self.case.machine.journey.context[usize::from(slot)].shape.of;
            let countable = matches!(of, Of::Int | Of::Number | Of::Duration | Of::List(_));
            slot == change.variable || beside.contains(&slot) || (countable && is_set(slot))
        };
        let stops = |asked: &Asked| asked.as_ref().is_none_or(|slots| slots.iter().any(|&slot| counts(slot)));
        let on_ring = self.ring.and_then(|ring| self.tables.stops_on.get(&ring)).into_iter().flatten();
        let inside = self.inside().flat_map(|state| &self.tables.stops_in[state as usize]);
        let outward = self.case.machine.outward(self.owner).flat_map(|outer| &self.tables.stops_in[outer.index()]);
        on_ring.chain(inside).chain(outward).any(stops) || self.is_forestalled(change, &stops)
    }

    /// Whether each event that grows the list is answered first by something that stops it.
    fn is_forestalled(&self, change: &Change, stops: &dyn Fn(&Asked) -> bool) -> bool {
        let (machine, Place::Step(step)) = (&self.case.machine, change.place) else { return false };
        let events = events_of(machine, step);
        let own = machine.state(self.owner).steps.iter().copied().take_while(|&earlier| earlier != step);
        let inner = (self.owner.0 + 1..=machine.state(self.owner).last.0)
            .flat_map(|state| machine.state(StateId(state)).steps.iter().copied());
        let stopping: Vec<StepId> = own
            .chain(inner)
            .filter(|&earlier| {
                let decl = self.case.step_decl(earlier);
                (decl.guard.is_some() || decl.uncertain) && stops(&asked_by(self.case, earlier))
            })
            .collect();
        let exits: Vec<_> = self.tables.exits.iter().filter(|(_, asked)| stops(asked)).collect();
        let answered = |event| {
            stopping.iter().any(|&earlier| events_of(machine, earlier).contains(event))
                || exits.iter().any(|(triggers, _)| triggers.contains(event))
        };
        !events.is_empty() && events.iter().all(answered)
    }
}
