//! Who moves where, and what becomes of their timers.

use smol_str::SmolStr;

use crate::diff::migration::fault::Fault;

/// How people move from the old version to the new one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Migrating {
    /// The range of the entry of `migrate` that speaks; absent where all move by name.
    pub entry: Option<String>,
    /// Its number in the file.
    pub number: Option<usize>,
    /// What becomes of each state in which people can be, in document order.
    pub moves: Vec<Move>,
    /// Innermost states of the new version in which people begin who had no place there: those of a new region.
    pub begins: Vec<SmolStr>,
    /// What becomes of each timer.
    pub timers: Vec<TimerMove>,
    /// What history states lose.
    pub forgets: Vec<Forgotten>,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// Whether every standing was looked at, and not only each place and each two that go together.
    pub whole: bool,
}

/// What becomes of whoever is in a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The state of the old version.
    pub from: SmolStr,
    /// The states of the new one in which they are then, the innermost.
    pub to: Vec<SmolStr>,
    /// What happens.
    pub fate: Fate,
    /// The state around it of which `migrate` says so, where it says nothing of the state itself.
    pub around: Option<SmolStr>,
    /// The others that they are in as well, for whom there is no place together with theirs; empty where they have none alone.
    pub beside: Vec<SmolStr>,
    /// Where they go on from there with the move itself, by `always` steps and by splits; empty where they do not.
    pub onward: Vec<Onward>,
    /// Whether they may stay where the move puts them.
    pub stays: bool,
}

/// Where somebody goes on who was put somewhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Onward {
    /// The states in which they are then, the innermost.
    pub to: Vec<SmolStr>,
    /// The steps that lead there, in order.
    pub by: Vec<SmolStr>,
}

/// What happens to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They stay in the state of the same name.
    Stay,
    /// They are in another state.
    Move,
    /// The instance ends.
    Leave,
    /// They have no place.
    Nowhere,
}

/// What becomes of a timer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimerMove {
    /// The step, by its id in the version that has it, the old one first.
    pub step: SmolStr,
    /// The state that owns it there; the journey's id for its own.
    pub state: SmolStr,
    /// What happens.
    pub fate: TimerFate,
}

/// What happens to a timer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimerFate {
    /// It keeps its due time, under this id.
    Kept(SmolStr),
    /// It is dropped.
    Dropped,
    /// It is kept under this id, and dropped for those who are in these states.
    KeptForSome(SmolStr, Vec<SmolStr>),
    /// It keeps its due time, under this id, if it was set before these others, which become the same one.
    KeptIfFirst(SmolStr, Vec<SmolStr>),
    /// It keeps its due time, under this id, for those who do not go on at once by these steps.
    KeptIfStaying(SmolStr, Vec<SmolStr>),
    /// It is kept under this id, and computed again where `migrate` gives these variables, which it reads, another value.
    Recomputed(SmolStr, Vec<SmolStr>),
    /// It is armed, so many milliseconds from the move.
    Armed(i64),
    /// Nobody sets it for those who come from these states.
    Unarmed(Vec<SmolStr>),
    /// The move sets it for those who come from these states: it enters the state that owns it.
    Begun(Vec<SmolStr>),
}

/// What a history state remembers, and loses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forgotten {
    /// The history state.
    pub history: SmolStr,
    /// The states that it remembers.
    pub states: Vec<SmolStr>,
}

impl Fate {
    /// As in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stay => "stay",
            Self::Move => "move",
            Self::Leave => "leave",
            Self::Nowhere => "nowhere",
        }
    }
}

impl TimerFate {
    /// As in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Kept(_) => "kept",
            Self::Dropped => "dropped",
            Self::KeptForSome(..) => "kept-for-some",
            Self::KeptIfFirst(..) => "kept-if-first",
            Self::KeptIfStaying(..) => "kept-if-staying",
            Self::Recomputed(..) => "recomputed",
            Self::Armed(_) => "armed",
            Self::Unarmed(_) => "unarmed",
            Self::Begun(_) => "begun",
        }
    }
}
