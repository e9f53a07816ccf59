//! What falls due for one person, in the language's order.

use std::fmt::Write as _;

use crate::engine::due::{Due, DueKind, next_due};
use crate::engine::step::Stimulus;
use crate::graph::machine::Machine;
use crate::orchestrator::desk::{Desk, Told};
use crate::orchestrator::person::{Person, Visit};
use crate::orchestrator::record::{Cause, Kind, Recorder};

/// An instance that fires oftener without an outside event is suspended.
const FIRINGS: u32 = 10_000;

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
    let instance = &mut visit.instance;
    let scheduled = match due.what {
        DueKind::Scheduled(place) if place < instance.schedules.len() => Some(instance.schedules.remove(place)),
        _ => None,
    };
    let name = match (&scheduled, due.what) {
        (Some(event), _) => event.id.clone().unwrap_or_else(|| event_name(machine, event.event.index())),
        (None, DueKind::Timer(step)) => {
            machine.journey.steps.get(step.index()).map(|step| step.id.value.clone()).unwrap_or_default()
        }
        (None, DueKind::Scheduled(_)) => return visit.refresh(),
    };
    let mut cause_key = String::new();
    // Writing to a string cannot fail.
    let _ = write!(cause_key, "t:{name}@{}", due.at);
    let cause = Cause::Timer { timer: &name, due: due.at };
    let told = Told { line, raw: None, cause, cause_key: &cause_key, timestamp: due.at, refused_traits: &[] };
    if visit.instance.firings >= FIRINGS {
        return suspend(person, index, machine, &told, recorder);
    }
    let stimulus = match (&scheduled, due) {
        (Some(event), _) => Stimulus::Scheduled { event: event.event, payload: &event.payload },
        (None, Due { what: DueKind::Timer(step), .. }) => Stimulus::Timer(step),
        (None, _) => return,
    };
    desk.advance(person, index, stimulus, &told, recorder);
}

fn event_name(machine: &Machine, event: usize) -> smol_str::SmolStr {
    machine.journey.events.get(event).map(|event| event.name.clone()).unwrap_or_default()
}

/// Nothing more of the instance fires until an outside event moves it.
fn suspend(person: &mut Person, index: usize, machine: &Machine, told: &Told<'_>, recorder: &mut dyn Recorder) {
    person.visits[index].due = i64::MAX;
    let detail = format!("more than {FIRINGS} timers fired without an event; it waits for the next event");
    let kind = Kind::DeadLetter { reason: "suspended", detail: &detail, raw: None };
    recorder.record(&told.about_visit(person, &person.visits[index], machine, kind));
}
