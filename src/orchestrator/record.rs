//! What is told of one input, with everything that a report needs and nothing rendered.

use crate::engine::instance::{Instance, Status};
use crate::engine::trace::Trace;
use crate::graph::machine::Machine;
use crate::model::ids::StateId;
use crate::terms::value::Value;

/// One record. Numbers of states, steps and actions are those of `machine`.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// What it tells.
    pub kind: Kind<'a>,
    /// The canonical person's id; absent where the line named none.
    pub user: Option<&'a str>,
    /// Whether the person is no known one.
    pub anonymous: bool,
    /// The journey; absent where no one takes the input.
    pub machine: Option<&'a Machine>,
    /// The instance's key, a string or an int; `Unit` without one.
    pub key: &'a Value,
    /// The visit of the instance; 0 without one.
    pub visit: u32,
    /// What caused it; absent for a line that is no event.
    pub cause: Option<Cause<'a>>,
    /// The input's `now`.
    pub at: i64,
    /// The event's own instant, where it is another.
    pub timestamp: Option<i64>,
    /// The status afterwards; absent without an instance.
    pub status: Option<Status>,
    /// The line of the input, from 1; that of the event that let a timer fire; 0 after the last line.
    pub line: u64,
    /// The cause as in effect keys: `e:` and the idempotency key, `t:` and the timer's id and `@` and its due time,
    /// `m:` and the version moved to.
    pub cause_key: &'a str,
    /// Traits of the event that were left out because of their type, in words.
    pub refused_traits: &'a [String],
}

/// What a record tells.
#[derive(Clone, Copy, Debug)]
pub enum Kind<'a> {
    /// Steps were taken.
    Step(&'a Trace),
    /// A person entered.
    Enter(&'a Trace),
    /// An exit rule ended an instance; its id.
    Exit(&'a str, &'a Trace),
    /// An instance moved to `machine`, another version of its journey.
    Move(Moved<'a>),
    /// A deferred effect was decided.
    Send(&'a Trace),
    /// Nothing was done, for this reason (`duplicate`, `no-match`, …); a trace where guards failed.
    Ignored(&'static str, Option<&'a Trace>),
    /// Two instances became one; the person that was absorbed, and what the kept one is.
    Merge {
        /// The id that is no longer canonical.
        absorbed: &'a str,
        /// The instance that was kept.
        kept: &'a Instance,
    },
    /// A link that was not made.
    LinkRefused {
        /// The anonymous id.
        anonymous: &'a str,
        /// The known person that it belongs to.
        kept_by: &'a str,
    },
    /// An input that could not be processed.
    DeadLetter {
        /// A stable word: `not-an-event`, `contract`, `runtime-error`, `livelock`, …
        reason: &'static str,
        /// What is wrong, and where.
        detail: &'a str,
        /// The line as it came, where it was one.
        raw: Option<&'a [u8]>,
    },
}

/// A move to another version.
#[derive(Clone, Copy, Debug)]
pub struct Moved<'a> {
    /// The version that the person was on.
    pub from: &'a Machine,
    /// States of that version that have no place in the new one, innermost first.
    pub left: &'a [StateId],
    /// What happened. Its numbers are the new version's, but for `from`, which has the old one's.
    pub trace: &'a Trace,
}

/// What caused a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause<'a> {
    /// An event.
    Event {
        /// Its type.
        event: &'a str,
        /// Its id.
        id: &'a str,
    },
    /// A timer.
    Timer {
        /// Step id, schedule id or scheduled event.
        timer: &'a str,
        /// When it was due.
        due: i64,
    },
    /// A deferred effect, by its key in hex.
    Deferred(&'a str),
    /// Another version of the journey took effect.
    Move(&'a str),
}

/// Who is told.
pub trait Recorder {
    /// Takes one record; called in the order in which things happened.
    fn record(&mut self, record: &Record<'_>);

    /// Whether each journey that does not listen to an event shall make a record of its own.
    fn wants_ignored(&self) -> bool {
        false
    }

    /// Instead: so many journeys did not listen to one event (`no-match`).
    fn unheard(&mut self, journeys: usize) {
        let _ = journeys;
    }
}

impl<'a> Record<'a> {
    /// A record of `kind` that nothing else is known of.
    pub const fn of(kind: Kind<'a>) -> Self {
        Self {
            kind,
            user: None,
            anonymous: false,
            machine: None,
            key: &Value::Unit,
            visit: 0,
            cause: None,
            at: 0,
            timestamp: None,
            status: None,
            line: 0,
            cause_key: "",
            refused_traits: &[],
        }
    }
}
