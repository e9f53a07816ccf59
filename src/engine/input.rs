//! What a step is given, and what becomes of it.

use std::fmt::Display;

use crate::engine::ledger::Ledger;
use crate::expr::inputs::{Envelope, Payload, PersonView};
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
    /// What was sent to them so far.
    pub ledger: &'a dyn Ledger,
    /// When effects go, in milliseconds, where that is not the present of the journey.
    pub out: Option<i64>,
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
    /// The fate of an action.
    Answer {
        /// `succeeded.`, `failed.` or `held.<action>`.
        event: EventId,
        /// Its fields, the params that it was asked with among them.
        payload: &'a Value,
        /// The rest of it.
        envelope: &'a Envelope<'a>,
        /// Whether it came from outside: then it is an outside event to those who fire too often.
        outside: bool,
    },
    /// A step's timer that is due.
    Timer(StepId),
    /// A scheduled event that is due; the caller has taken it out of the instance.
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
    /// There is no place for the person in the version that they were to move to.
    #[error("{0}")]
    Unmovable(String),
    /// More than 10,000 firings without an outside event; the next one lets it go on.
    #[error("suspended after {0} firings without an outside event")]
    Suspended(u32),
}

impl Rollback {
    /// The stable word of its dead letter.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Runtime { .. } => "runtime-error",
            Self::Livelock(_) => "livelock",
            Self::Unmovable(_) => "migration",
            Self::Suspended(_) => "suspended",
        }
    }

    /// What failed at the step, state or rule named `at`.
    pub(in crate::engine) fn at(at: &str, detail: &dyn Display) -> Self {
        Self::Runtime { at: at.to_owned(), detail: detail.to_string() }
    }
}
