//! What of an instance is due next.

use crate::engine::instance::{Instance, PendingEvent, Status};
use crate::model::ids::StepId;

/// The next timer or scheduled event of an instance. Compared, the one that comes first is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// When it is due.
    pub at: i64,
    /// The order in which it was started, among those of its instance.
    pub started: u32,
    /// Which it is.
    pub what: Which,
}

/// A timer or a scheduled event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// The timer of a step.
    Timer(StepId),
    /// The scheduled event at this place of the instance's schedules.
    Schedule(usize),
}

/// How often timers and scheduled events may fire without an outside event.
pub const MAX_FIRINGS: u32 = 10_000;

/// What is due next; nothing of an instance that has ended or is suspended.
pub fn next_due(instance: &Instance) -> Option<Due> {
    if instance.status != Status::Active || is_suspended(instance) {
        return None;
    }
    let timers = instance.timers.iter().filter(|timer| timer.pending);
    let timers = timers.map(|timer| Due { at: timer.due, started: timer.started, what: Which::Timer(timer.step) });
    let schedules = instance.schedules.iter().enumerate();
    let schedules = schedules.map(|(place, of)| Due { at: of.due, started: of.started, what: Which::Schedule(place) });
    timers.chain(schedules).min()
}

/// Whether timers fired too often; the next outside event lets the instance go on.
pub const fn is_suspended(instance: &Instance) -> bool {
    instance.firings > MAX_FIRINGS
}

/// Takes the scheduled event at this place out, for the step that fires it.
pub fn take_scheduled(instance: &mut Instance, place: usize) -> Option<PendingEvent> {
    (place < instance.schedules.len()).then(|| instance.schedules.remove(place))
}
