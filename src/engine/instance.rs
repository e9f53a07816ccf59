//! One person in one journey.

use smallvec::SmallVec;
use smol_str::SmolStr;
use thin_vec::ThinVec;

use crate::model::ids::{EventId, StateId, StepId};
use crate::terms::value::Value;

/// The active states of an instance; most have one.
pub type Configuration = SmallVec<[Active; 1]>;

/// Where one person stands in one journey. Times are milliseconds since the epoch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Instance {
    /// Whether it still runs.
    pub status: Status,
    /// 1, and one more with each re-entry.
    pub visit: u32,
    /// The id under which it was entered.
    pub entered_as: SmolStr,
    /// Whether that is no known person's.
    pub entered_anonymous: bool,
    /// The active states, composite ones too but for the root, in document order.
    pub configuration: Configuration,
    /// The context; the index is the variable's slot.
    pub context: Vec<Value>,
    /// When each variable was last set, by slot; `i64::MIN` for never. Empty where no variable is merged by that.
    pub set_at: Box<[i64]>,
    /// What each history state remembers: the states that a visit to it would enter.
    pub history: ThinVec<(StateId, Vec<StateId>)>,
    /// Timers that are pending, or that fired and may be set again, in the order in which they were started.
    pub timers: Vec<PendingTimer>,
    /// Scheduled events, in the order in which they were started.
    pub schedules: ThinVec<PendingEvent>,
    /// The arm taken in each split.
    pub arms: ThinVec<(StateId, u16)>,
    /// Goals reached.
    pub goals: ThinVec<GoalReached>,
    /// When the person entered.
    pub entered_at: i64,
    /// When it was completed or exited.
    pub ended_at: Option<i64>,
    /// The `now` of the last input.
    pub last_input: i64,
    /// Firings since the last outside event.
    pub firings: u32,
    /// What the next timer or schedule that is started is numbered.
    pub next_start: u32,
}

/// Whether an instance still runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// It runs.
    #[default]
    Active,
    /// A final state at the top was entered.
    Completed,
    /// An exit rule ended it.
    Exited,
}

/// A goal that was reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GoalReached {
    /// Its number.
    pub goal: u16,
    /// When, in milliseconds.
    pub at: i64,
    /// What it was worth, where the journey says so.
    pub value: Option<f64>,
}

/// An active state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Active {
    /// The state.
    pub state: StateId,
    /// When it was entered.
    pub entered_at: i64,
}

/// A step's timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingTimer {
    /// The step.
    pub step: StepId,
    /// When it is due; for one that fired, when it was. `i64::MAX` for never.
    pub due: i64,
    /// How often it fired.
    pub fired: u32,
    /// Whether it is pending.
    pub pending: bool,
    /// The order in which it was started, among timers and schedules of the instance.
    pub started: u32,
}

/// A scheduled event.
#[derive(Clone, Debug, PartialEq)]
pub struct PendingEvent {
    /// The name under which it is cancelled and replaced.
    pub id: Option<SmolStr>,
    /// The event.
    pub event: EventId,
    /// Its payload.
    pub payload: Value,
    /// When it is due.
    pub due: i64,
    /// The order in which it was started.
    pub started: u32,
}

impl Instance {
    /// The number of what is started now.
    pub(in crate::engine) const fn take_start(&mut self) -> u32 {
        let started = self.next_start;
        self.next_start = started.wrapping_add(1);
        started
    }
}

impl Status {
    /// As in records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Completed => "completed",
            Self::Exited => "exited",
        }
    }
}
