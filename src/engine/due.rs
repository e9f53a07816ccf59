//! What of an instance is due next.

use crate::engine::instance::{Instance, Status};
use crate::model::ids::StepId;

/// What is due next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// When.
    pub at: i64,
    /// The order in which it was started.
    pub started: u32,
    /// What.
    pub what: DueKind,
}

/// The kinds of thing that fall due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueKind {
    /// A step's timer.
    Timer(StepId),
    /// A scheduled event, by its index among the instance's.
    Scheduled(usize),
}

/// The earliest of the instance's timers and schedules; of several at one instant the one that was started first.
pub fn next_due(instance: &Instance) -> Option<Due> {
    if instance.status != Status::Active {
        return None;
    }
    let timers = instance.timers.iter().filter(|timer| timer.pending && timer.due < i64::MAX);
    let timers = timers.map(|t| Due { at: t.due, started: t.started, what: DueKind::Timer(t.step) });
    let schedules = instance.schedules.iter().enumerate();
    let schedules = schedules.map(|(n, s)| Due { at: s.due, started: s.started, what: DueKind::Scheduled(n) });
    timers.chain(schedules).min_by_key(|due| (due.at, due.started))
}
