//! What one input did in one world, in numbers that both worlds share.

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::engine::effect::Params;
use crate::engine::instance::Status;
use crate::terms::value::Value;

/// A few shared numbers.
pub type Ids = SmallVec<[u32; 4]>;

/// What one input did.
#[derive(Clone, Debug)]
pub struct Note {
    /// What was done: where both worlds do it, nobody parts.
    pub deed: Deed,
    /// What caused it.
    pub cause: Cause,
    /// Why the input could not be processed.
    pub detail: Option<SmolStr>,
}

/// What was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// What it was.
    pub what: What,
    /// The journey; absent where no one takes the input.
    pub journey: Option<u32>,
    /// The instance's key; `Unit` without one.
    pub key: Value,
    /// The input's `now`, in milliseconds.
    pub at: i64,
    /// Steps taken; of what waited for its window, the step that asked for it.
    pub steps: Ids,
    /// Active atomic states before.
    pub from: Ids,
    /// Active atomic states after.
    pub to: Ids,
    /// States entered, composite ones too, in order.
    pub entered: Ids,
    /// What the outside world was asked to do.
    pub effects: SmallVec<[Asked; 2]>,
    /// Events emitted.
    pub emitted: Ids,
    /// Goals reached.
    pub goals: Ids,
    /// The status afterwards; absent without an instance.
    pub status: Option<Status>,
}

impl Note {
    /// Whether the input was refused before any journey saw it.
    pub const fn is_refusal(&self) -> bool {
        matches!((&self.deed.what, self.deed.journey), (What::DeadLetter(_), None))
    }
}

impl Deed {
    /// The exit rule that ended the instance.
    pub fn rule(&self) -> Option<&SmolStr> {
        if let What::Exited(rule) = &self.what { Some(rule) } else { None }
    }

    /// Whether both lead the same way at the same time, be it with other params.
    pub fn goes_like(&self, other: &Self) -> bool {
        self.at == other.at && self.leads_like(other)
    }

    /// Whether both lead the same way, be it at another time or with other params.
    pub fn leads_like(&self, other: &Self) -> bool {
        let Self { what, journey, key, at: _, steps, from, to, entered, effects, emitted, goals, status } = self;
        let asks = |a: &Asked, b: &Asked| a.action == b.action && a.held == b.held;
        *what == other.what
            && *journey == other.journey
            && *key == other.key
            && (steps, from, to, entered) == (&other.steps, &other.from, &other.to, &other.entered)
            && effects.len() == other.effects.len()
            && effects.iter().zip(&other.effects).all(|(a, b)| asks(a, b))
            && (emitted, goals, status) == (&other.emitted, &other.goals, &other.status)
    }
}

/// The kinds of what is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A person entered.
    Entered,
    /// Steps were taken.
    Stepped,
    /// This exit rule ended an instance.
    Exited(SmolStr),
    /// What waited for its window was decided.
    Decided,
    /// Two instances became one.
    Merged,
    /// A link to an unknown person was not made.
    LinkRefused,
    /// The input could not be processed, for this reason.
    DeadLetter(&'static str),
}

/// One action that ran.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The action.
    pub action: u32,
    /// Why it is held back; absent for what is sent.
    pub held: Option<&'static str>,
    /// Its params, in declared order.
    pub params: Params,
}

impl Note {
    /// What comes before what in one world: what is due earlier, timers before what is heard at their instant, and journeys
    /// in their order.
    pub const fn order(&self) -> (i64, bool, Option<u32>) {
        (self.deed.at, !matches!(self.cause, Cause::Timer(_)), self.deed.journey)
    }
}

/// What caused something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// An event of this type.
    Event(SmolStr),
    /// The timer of this step, or this scheduled event.
    Timer(SmolStr),
    /// Something else.
    Other,
}
