//! What happened in one input, in the order in which it happened.

use smol_str::SmolStr;

use crate::engine::effect::Effect;
use crate::engine::instance::GoalReached;
use crate::model::ids::{EventId, StateId, StepId, VariableId};
use crate::terms::value::Value;

/// What one input did to one instance. Reused from input to input: cleared, not dropped.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// Steps taken.
    pub steps: Vec<StepId>,
    /// States left, composite ones too.
    pub exited: Vec<StateId>,
    /// States entered, composite ones too.
    pub entered: Vec<StateId>,
    /// Active atomic states before, in document order; empty for an entering input.
    pub from: Vec<StateId>,
    /// Active atomic states after, in document order.
    pub to: Vec<StateId>,
    /// For an entering input, the atomic states after the initial macrostep.
    pub initial: Vec<StateId>,
    /// Variables assigned, in order of slot, with their last value.
    pub set: Vec<(VariableId, Value)>,
    /// Arms taken: split and arm.
    pub arms: Vec<(StateId, u16)>,
    /// Actions that ran.
    pub effects: Vec<Effect>,
    /// Events emitted, with their payloads.
    pub emitted: Vec<(EventId, Value)>,
    /// Guards and conditions that failed: the id of the step (state, rule) and the detail.
    pub errors: Vec<(SmolStr, String)>,
    /// Goals reached.
    pub goals: Vec<GoalReached>,
    /// The exit rule that ended the instance, by number.
    pub rule: Option<u16>,
    /// How many microsteps it took.
    pub microsteps: u32,
}

impl Trace {
    /// Empties it and keeps its memory.
    pub fn clear(&mut self) {
        self.errors.clear();
        self.forget_all_but_errors();
    }

    /// What is left after a rollback: nothing happened but what failed.
    pub(in crate::engine) fn forget_all_but_errors(&mut self) {
        self.steps.clear();
        self.exited.clear();
        self.entered.clear();
        self.from.clear();
        self.to.clear();
        self.initial.clear();
        self.set.clear();
        self.arms.clear();
        self.effects.clear();
        self.emitted.clear();
        self.goals.clear();
        self.rule = None;
        self.microsteps = 0;
    }
}
