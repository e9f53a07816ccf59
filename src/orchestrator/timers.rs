//! What falls due for one person, in the language's order.

use std::fmt::Write as _;

use crate::engine::due::{Which, next_due, take_scheduled};
use crate::engine::step::Stimulus;
use crate::orchestrator::desk::{Desk, Told};
use crate::orchestrator::person::{Person, Visit};
use crate::orchestrator::record::{Cause, Recorder};

/// Fires the first of what is due at or before `limit`; false where nothing is.
pub fn fire_next(desk: &mut Desk<'_>, person: &mut Person, limit: i64, line: u64, recorder: &mut dyn Recorder) -> bool {
    // No instance's last input is later than the person's clock but for timers, which were due by then.
    if person.due > limit.max(person.clock) {
        return false;
    }
    let due = |visit: &Visit| (visit.due <= limit.max(visit.instance.last_input)).then_some(visit.due);
    // Visits stand in order of journey and key, so of several at one instant the first is the one.
    let next = person.visits.iter().enumerate().filter_map(|(index, visit)| Some((due(visit)?, index))).min();
    let Some((_, index)) = next else {
        person.due = person.visits.iter().map(|visit| visit.due).min().unwrap_or(i64::MAX);
        return false;
    };
    desk.queue.begin();
    fire(desk, person, index, line, recorder);
    true
}

fn fire(desk: &mut Desk<'_>, person: &mut Person, index: usize, line: u64, recorder: &mut dyn Recorder) {
    let fleet = desk.fleet;
    let visit = &mut person.visits[index];
    let (Some(machine), Some(due)) = (fleet.machines.get(visit.journey as usize), next_due(&visit.instance)) else {
        visit.due = i64::MAX;
        return;
    };
    let scheduled = match due.what {
        Which::Timer(_) => None,
        Which::Schedule(place) => take_scheduled(&mut visit.instance, place),
    };
    let name = match (&scheduled, due.what) {
        (Some(event), _) => event.id.as_ref().or(machine.journey.events.get(event.event.index()).map(|e| &e.name)),
        (None, Which::Timer(step)) => machine.journey.steps.get(step.index()).map(|step| &step.id.value),
        (None, Which::Schedule(_)) => None,
    };
    let name = name.cloned().unwrap_or_default();
    let mut cause_key = std::mem::take(&mut desk.cause);
    cause_key.clear();
    // Writing to a string cannot fail.
    let _ = write!(cause_key, "t:{name}@{}", due.at);
    let cause = Cause::Timer { timer: &name, due: due.at };
    let told = Told { line, raw: None, cause, cause_key: &cause_key, timestamp: due.at, refused_traits: &[] };
    match (&scheduled, due.what) {
        (Some(event), _) => {
            let stimulus = Stimulus::Scheduled { event: event.event, payload: &event.payload };
            desk.advance(person, index, stimulus, &told, recorder);
        }
        (None, Which::Timer(step)) => desk.advance(person, index, Stimulus::Timer(step), &told, recorder),
        (None, Which::Schedule(_)) => visit.refresh(),
    }
    desk.cause = cause_key;
}
