//! What is known of the guards and steps of a journey, as a value.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ids::{EventId, StepId};
use crate::model::journey::{Step, Trigger};

/// Whether something can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Possible {
    /// It can, or it was not asked.
    #[default]
    Yes,
    /// It cannot.
    No,
    /// The solver does not know.
    Unknown,
}

/// What is known of one guard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it can hold.
    pub holds: Possible,
    /// Whether it can fail.
    pub fails: Possible,
}

impl Verdict {
    /// Of what has no guard.
    pub const UNGUARDED: Self = Self { holds: Possible::Yes, fails: Possible::No };

    /// Whether it never holds.
    pub fn is_never(self) -> bool {
        self.holds == Possible::No
    }

    /// Whether it always holds.
    pub fn is_always(self) -> bool {
        self.fails == Possible::No && self.holds != Possible::No
    }
}

/// Why a step can never fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dead {
    /// Its guard can never hold.
    Guard,
    /// It asks for a state in which nobody is then.
    StateTest,
    /// Another step always answers first.
    Shadowed,
    /// The state is always left before its timer is due.
    Timer,
    /// An exit rule ends the journey in the input that enters.
    Ended,
}

/// What nobody outlives.
#[derive(Debug)]
pub struct Ending {
    /// The exit rules of which one ends the journey when the entering event is processed, by their places.
    pub rules: Vec<usize>,
    /// The events that may come before that, in the input that enters.
    pub before: BTreeSet<EventId>,
}

impl Ending {
    /// Whether a step may be taken in the input that enters, before the entering event itself is processed.
    pub fn precedes(&self, step: &Step) -> bool {
        match &step.trigger {
            Trigger::Always => true,
            Trigger::Events(events) => events.iter().any(|event| self.before.contains(event)),
            Trigger::Timer(_) => false,
        }
    }
}

/// The guards and steps of a journey.
#[derive(Debug, Default)]
pub struct Verdicts {
    /// By step.
    pub steps: Vec<Verdict>,
    /// Steps whose guards hold whoever is in their state, because of the states that they ask for.
    pub granted: BTreeSet<StepId>,
    /// Of the entry.
    pub entry: Verdict,
    /// By exit rule.
    pub exits: Vec<Verdict>,
    /// By goal.
    pub goals: Vec<Verdict>,
    /// Steps that say the same as an earlier one of their state, which stands behind.
    pub duplicates: BTreeMap<StepId, StepId>,
    /// Steps that never win, with the earlier ones that always do; with none where exit rules alone do.
    pub shadowed: BTreeMap<StepId, Vec<StepId>>,
    /// Those of them that exit rules end before, at some of their events or at all; the rules by their places.
    pub outdone: BTreeMap<StepId, Vec<usize>>,
    /// Timers that never fire, with the step that leaves first, or the `always` steps of which one always does.
    pub late: BTreeMap<StepId, Vec<StepId>>,
    /// What ends the journey for everybody in the input that enters, where something does.
    pub ending: Option<Ending>,
    /// Steps that can never fire, but for those of states that nobody reaches.
    pub dead: BTreeMap<StepId, Dead>,
    /// By state, whether people come to it by steps that can fire.
    pub reached: Vec<bool>,
    /// Steps that nobody takes: the dead ones, and those that wait for a value which nothing sets, of which a finding
    /// about that variable tells.
    pub idle: BTreeSet<StepId>,
    /// By state, whether people come to it by steps that are not idle.
    pub peopled: Vec<bool>,
    /// By state, whether people would come to it if every step could fire.
    pub connected: Vec<bool>,
    /// How many questions about steps that win were left open.
    pub open: usize,
}

impl Verdicts {
    /// Whether a step may fire: nothing proves that it never does, and its state is reached.
    pub fn fires(&self, step: StepId) -> bool {
        !self.dead.contains_key(&step)
    }

    /// Whether somebody may take a step: ask this before you tell of what happens to people.
    pub fn happens(&self, step: StepId) -> bool {
        !self.idle.contains(&step)
    }
}
