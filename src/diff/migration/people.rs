//! Somebody of the old version as an example: where they are, what they wait for, and by what they came there.

use smol_str::SmolStr;

use crate::diff::migration::fault::Person;
use crate::graph::machine::Machine;
use crate::graph::standings::{Hop, Standings};
use crate::model::ids::{EventId, StateId};
use crate::model::journey::{StateKind, Trigger};

/// How many hops of a way are told.
const MOST_HOPS: usize = 12;

/// How many timers are named.
const MOST_TIMERS: usize = 2;

/// Whoever is in the standing of this number.
pub fn person(machine: &Machine, standings: &Standings, number: usize) -> Person {
    let states = standings.all.get(number).map_or(&[][..], |standing| &standing.states);
    let timers = states.iter().rev().flat_map(|&state| timers(machine, state)).take(MOST_TIMERS);
    Person {
        states: leaves(machine, states).map(|state| machine.state(state).name.value.clone()).collect(),
        timers: timers.collect(),
        has: None,
        by: by(machine, standings, number),
    }
}

/// Those among `states` that have nothing inside.
pub fn leaves(machine: &Machine, states: &[StateId]) -> impl Iterator<Item = StateId> {
    states.iter().copied().filter(|&state| machine.dispatch.is_atomic(state))
}

fn timers(machine: &Machine, state: StateId) -> impl Iterator<Item = SmolStr> {
    let steps = machine.state(state).steps.iter().map(|&step| machine.step(step));
    let timed = steps.filter(|step| matches!(step.trigger, Trigger::Timer(_)));
    timed.map(|step| step.id.value.clone())
}

fn by(machine: &Machine, standings: &Standings, number: usize) -> Vec<String> {
    let Some((begin, way)) = standings.way(number) else { return Vec::new() };
    let event = |event: EventId| format!("`{}`", machine.journey.events[event.index()].name);
    let enters = match machine.journey.entry.triggers.first() {
        _ if begin > 0 => Some("a move from an earlier version".to_owned()),
        first => first.map(|&first| event(first)),
    };
    let hops = way.into_iter().filter_map(|hop| match hop {
        Hop::Step(step) => match &machine.step(step).trigger {
            Trigger::Events(events) => events.first().map(|&first| event(first)),
            Trigger::Timer(_) => Some(format!("the timer `{}`", machine.step(step).id.value)),
            Trigger::Always => None,
        },
        Hop::Arm(split, arm) => match &machine.state(split).kind {
            StateKind::Split(of) => of.arms.get(arm).map(|arm| format!("the arm `{}`", arm.id.value)),
            _ => None,
        },
    });
    shortened(enters.into_iter().chain(hops).collect())
}

/// Of a long way the beginning and the end.
fn shortened(mut way: Vec<String>) -> Vec<String> {
    if way.len() > MOST_HOPS {
        let end = way.split_off(way.len() - MOST_HOPS / 2);
        let more = way.len() - MOST_HOPS / 4;
        way.truncate(MOST_HOPS / 4);
        way.push(format!("{more} more"));
        way.extend(end);
    }
    way
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn a_long_way_is_its_beginning_and_its_end() {
        let way: Vec<String> = (0..30).map(|number| number.to_string()).collect();
        assert_eq!(shortened(way.clone()).join(" "), "0 1 2 21 more 24 25 26 27 28 29");
        assert_eq!(shortened(way[..12].to_vec()).len(), 12);
    }
}
