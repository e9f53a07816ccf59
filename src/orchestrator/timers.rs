//! What falls due for one person, in the language's order: timers, scheduled events, deferred effects.

use std::cmp::Ordering;

use crate::engine::due::{Which, next_due, take_scheduled};
use crate::engine::step::Stimulus;
use crate::orchestrator::deferred;
use crate::orchestrator::desk::Desk;
use crate::orchestrator::person::{Person, Visit};
use crate::orchestrator::record::{Cause, Recorder};
use crate::orchestrator::told::Told;
use crate::orchestrator::waiting::Deferred;

/// Fires the first of what is due at or before `limit`; false where nothing is.
pub fn fire_next(desk: &mut Desk<'_>, person: &mut Person, limit: i64, line: u64, recorder: &mut dyn Recorder) -> bool {
    // No instance's last input is later than the person's clock but for timers, which were due by then.
    if person.due > limit.max(person.clock) {
        return false;
    }
    let due = |visit: &Visit| (visit.due <= limit.max(visit.instance.last_input)).then_some(visit.due);
    // Visits stand in order of journey and key, so of several at one instant the first is the one.
    let visit = person.visits.iter().enumerate().filter_map(|(index, visit)| Some((due(visit)?, index))).min();
    let effect = deferred::next(person, limit);
    desk.queue.begin();
    match (visit, effect) {
        (None, None) => {
            let visits = person.visits.iter().map(|visit| visit.due);
            person.due = visits.chain(deferred::all(person).iter().map(Deferred::due)).min().unwrap_or(i64::MAX);
            return false;
        }
        (Some((_, index)), None) => fire(desk, person, index, line, recorder),
        (None, Some(place)) => deferred::decide(desk, person, place, line, recorder),
        (Some((at, index)), Some(place)) => {
            if is_before(person, (at, index), place) {
                fire(desk, person, index, line, recorder);
            } else {
                deferred::decide(desk, person, place, line, recorder);
            }
        }
    }
    true
}

/// Whether what the visit at `index` has due at `at` comes before the deferred effect at `place`.
fn is_before(person: &Person, (at, index): (i64, usize), place: usize) -> bool {
    let (Some(visit), Some(effect)) = (person.visits.get(index), deferred::all(person).get(place)) else {
        return true;
    };
    let owner = &effect.owner;
    let places = || visit.journey.cmp(&owner.journey).then_with(|| visit.key.total_cmp(&owner.key));
    let started = next_due(&visit.instance).map_or(0, |due| due.started);
    let order = at.cmp(&effect.due()).then_with(places).then(started.cmp(&effect.started()));
    order != Ordering::Greater
}

fn fire(desk: &mut Desk<'_>, person: &mut Person, index: usize, line: u64, recorder: &mut dyn Recorder) {
    let fleet = desk.fleet;
    let visit = &mut person.visits[index];
    let (Some(machine), Some(due)) = (fleet.machine(visit.machine), next_due(&visit.instance)) else {
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
    for part in ["t:", &name, "@", itoa::Buffer::new().format(due.at)] {
        cause_key.push_str(part);
    }
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
