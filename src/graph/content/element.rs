//! The parts of a journey that have a name of their own.

use std::fmt;

use smol_str::SmolStr;

/// A part of a journey.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Element {
    /// What it is.
    pub sort: Sort,
    /// Its name; the journey's own is not repeated.
    pub id: SmolStr,
}

/// The sorts of parts, in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// The journey as a whole.
    Journey,
    /// Who enters.
    Entry,
    /// A state.
    State,
    /// A step.
    Step,
    /// A context variable.
    Variable,
    /// An event with its contract.
    Event,
    /// A profile field.
    Profile,
    /// An action.
    Action,
    /// A named cap.
    Cap,
    /// A window.
    Window,
    /// An exit rule.
    Exit,
    /// A goal.
    Goal,
    /// A function, of which only what is said for people is a part of its own: what it does is told where it is used.
    Function,
}

impl Sort {
    /// Whether it belongs to one journey alone; what journeys and catalogs both declare means the same wherever it stands.
    pub const fn is_own(self) -> bool {
        !matches!(self, Self::Event | Self::Profile | Self::Action | Self::Cap | Self::Window | Self::Function)
    }
}

impl Element {
    /// The journey as a whole.
    pub const JOURNEY: Self = Self { sort: Sort::Journey, id: SmolStr::new_static("") };
    /// Its entry.
    pub const ENTRY: Self = Self { sort: Sort::Entry, id: SmolStr::new_static("") };

    /// The part of this name.
    pub fn of(sort: Sort, id: &SmolStr) -> Self {
        Self { sort, id: id.clone() }
    }
}

impl Sort {
    /// One word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Journey => "journey",
            Self::Entry => "entry",
            Self::State => "state",
            Self::Step => "step",
            Self::Variable => "variable",
            Self::Event => "event",
            Self::Profile => "profile",
            Self::Action => "action",
            Self::Cap => "cap",
            Self::Window => "window",
            Self::Exit => "exit",
            Self::Goal => "goal",
            Self::Function => "function",
        }
    }
}

/// `state ONBOARDING`; the journey and its entry are one word.
impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sort.word())?;
        if self.id.is_empty() { Ok(()) } else { write!(f, " {}", self.id) }
    }
}
