//! The one interpreter: a macrostep as in the W3C's SCXML algorithm, in the words of the language's semantics.

use crate::engine::instance::Instance;
use crate::engine::trace::Trace;
use crate::expr::inputs::{Envelope, Payload, PersonView};
use crate::graph::machine::Machine;
use crate::model::ids::{EventId, StepId};
use crate::terms::value::Value;

/// One input of an instance.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// What it is.
    pub stimulus: Stimulus<'a>,
    /// What the journey sees as the present, in milliseconds.
    pub now: i64,
    /// The person.
    pub person: &'a PersonView<'a>,
    /// The cause as in effect keys (`e:k-1`).
    pub cause: &'a str,
}

/// The kinds of input.
#[derive(Clone, Copy, Debug)]
pub enum Stimulus<'a> {
    /// An outside event, by the journey's number for it.
    Event {
        /// The event.
        event: EventId,
        /// Its payload by the journey's paths.
        payload: Payload<'a>,
        /// The rest of it.
        envelope: &'a Envelope<'a>,
    },
    /// A step's timer that is due.
    Timer(StepId),
    /// A scheduled event that is due.
    Scheduled {
        /// The event.
        event: EventId,
        /// Its payload.
        payload: &'a Value,
    },
}

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// At least one step was taken, or the instance entered.
    Stepped,
    /// An exit rule ended the instance.
    Exited,
    /// No step listens.
    NoMatch,
    /// Steps listen, and no guard held.
    GuardFalse,
}

/// Why an input was rolled back; the instance is as before.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rollback {
    /// An expression failed where its value was needed.
    #[error("{at}: {detail}")]
    Runtime {
        /// The step, state or rule.
        at: String,
        /// What failed.
        detail: String,
    },
    /// More than 1,000 microsteps.
    #[error("livelock: {0}")]
    Livelock(String),
}

/// Working memory, reused from input to input.
#[derive(Debug, Default)]
pub struct Scratch {
    /// What the last input did.
    pub trace: Trace,
}

/// Enters a person: `entry.set`, the initial macrostep, then the entering event as an input of its own.
pub fn enter(machine: &Machine, input: &Input<'_>, visit: u32, scratch: &mut Scratch) -> Result<Instance, Rollback> {
    let _ = (machine, input, visit);
    scratch.trace.clear();
    Ok(Instance::default())
}

/// Moves `instance` by one input. On an error it is as it was, but for a timer that is used up.
pub fn step(
    machine: &Machine,
    instance: &mut Instance,
    input: &Input<'_>,
    scratch: &mut Scratch,
) -> Result<Outcome, Rollback> {
    let _ = (machine, instance, input);
    scratch.trace.clear();
    Ok(Outcome::NoMatch)
}
