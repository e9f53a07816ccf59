//! Memory that is reused from input to input, so that a step allocates nothing in the steady state.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use crate::engine::effect::List;
use crate::engine::trace::Trace;
use crate::engine::undo::Undo;
use crate::expr::inputs::Complaints;
use crate::graph::sets::SetBuffers;
use crate::model::ids::{EventId, StateId, StepId, VariableId};
use crate::terms::value::Value;

/// Working memory, reused from input to input.
#[derive(Debug, Default)]
pub struct Scratch {
    /// What the last input did.
    pub trace: Trace,
    /// The profile fields, by the journey's slots, that the coming input changed before it came to this instance;
    /// filled by the caller, emptied by the step.
    pub profile_changed: Vec<u16>,
    /// The context slots of this instance that were changed from outside (by a merge) since its last input; filled by
    /// the caller, emptied by the step.
    pub context_changed: Vec<u16>,
    pub(in crate::engine) work: Work,
}

/// What only the engine sees of it.
#[derive(Debug, Default)]
pub(in crate::engine) struct Work {
    /// The steps of the coming microstep.
    pub enabled: Vec<Selected>,
    /// Those among them that conflicts left over, while they are resolved.
    pub kept: Vec<Selected>,
    /// Which states were asked in this selection.
    pub asked: Asked,
    /// For exit and entry sets.
    pub sets: SetBuffers,
    /// The states that are being entered.
    pub entering: Vec<StateId>,
    /// Values of a `set` before any is assigned.
    pub values: Vec<Value>,
    /// Variables assigned.
    pub variables: Vec<VariableId>,
    /// Raised events that wait.
    pub queue: VecDeque<Raised>,
    /// The payload of a fate or a scheduled event by the journey's paths.
    pub input_slots: Vec<Value>,
    /// A raised event's payload by the journey's paths.
    pub slots: Vec<Value>,
    /// States with timers that the input entered and that are still active.
    pub fresh: Vec<StateId>,
    /// How often each list of actions ran.
    pub runs: FxHashMap<(List, u32), u32>,
    /// What was.
    pub undo: Undo,
    /// What evaluations complained about.
    pub complaints: Complaints,
    /// Places in the configuration whose states are not active any more, or not yet.
    pub gap: (usize, usize),
    /// Microsteps of this input.
    pub microsteps: u32,
}

/// A step that is to be taken.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct Selected {
    /// What is taken.
    pub what: Taken,
    /// The state that owns it.
    pub source: StateId,
    /// What bounds the states that it leaves; absent where it stays.
    pub domain: Option<StateId>,
    /// When its owner was entered.
    pub entered_at: i64,
}

/// What is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Taken {
    /// A step.
    Step(StepId),
    /// The arm of this number of the split that owns it.
    Arm(u16),
}

/// An event of the instance's own.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Raised {
    /// The event.
    pub event: EventId,
    /// Its payload; absent for a completion.
    pub payload: Option<Value>,
}

/// A set of states that is emptied in no time.
#[derive(Debug, Default)]
pub(in crate::engine) struct Asked {
    rounds: Vec<u32>,
    round: u32,
}

impl Asked {
    /// Empties it, for a journey of so many states.
    pub fn clear(&mut self, states: usize) {
        self.round = self.round.wrapping_add(1);
        if self.round == 0 || self.rounds.len() < states {
            self.rounds.clear();
            self.rounds.resize(states, 0);
            self.round = 1;
        }
    }

    /// Adds `state`; whether it was new.
    pub fn insert(&mut self, state: StateId) -> bool {
        std::mem::replace(&mut self.rounds[state.index()], self.round) != self.round
    }
}

impl Work {
    /// Forgets the last input.
    pub fn clear(&mut self) {
        self.enabled.clear();
        self.queue.clear();
        self.fresh.clear();
        self.runs.clear();
        self.gap = (0, 0);
        self.microsteps = 0;
    }
}
