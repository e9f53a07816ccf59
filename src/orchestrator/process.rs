//! One event of one person through all journeys, in the language's order.

use crate::engine::event::Event;
use crate::engine::step::Scratch;
use crate::graph::fleet::Fleet;
use crate::orchestrator::person::Person;
use crate::orchestrator::record::Recorder;

/// What holds for all people.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How long an idempotency key is remembered, in milliseconds of the person's own time.
    pub idempotency_window: i64,
    /// Whether a person is moved only after a yes to `processing`.
    pub processing_opt_in: bool,
    /// The zone where an expression's is none.
    pub default_tz: String,
}

/// Processes one event of `person`: first what is due by then, then the event in each journey that hears it.
pub fn process(
    fleet: &Fleet,
    settings: &Settings,
    person: &mut Person,
    event: &Event<'_>,
    scratch: &mut Scratch,
    recorder: &mut dyn Recorder,
) {
    let _ = (fleet, settings, person, event, scratch, recorder);
}

/// Fires everything of `person` that is due at or before `until`.
pub fn settle(
    fleet: &Fleet,
    settings: &Settings,
    person: &mut Person,
    until: i64,
    scratch: &mut Scratch,
    recorder: &mut dyn Recorder,
) {
    let _ = (fleet, settings, person, until, scratch, recorder);
}
