//! What a box, a line or a row stands for, by name, so that what is known of two versions can be put on one picture.

use std::fmt;

use smol_str::SmolStr;

/// What something drawn stands for. Its text (`step:activation`) is a promise: JSON and SVG carry it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Element {
    /// The journey itself.
    Journey,
    /// Who enters.
    Entry,
    /// A state.
    State(SmolStr),
    /// Where the journey (its id) or a compound state begins.
    Initial(SmolStr),
    /// Where a history leads when it has nothing to remember.
    Default(SmolStr),
    /// A step.
    Step(SmolStr),
    /// An arm of a split: the split's state, the arm's id.
    Arm(SmolStr, SmolStr),
    /// What a state does on the way in.
    OnEntry(SmolStr),
    /// What a state does on the way out.
    OnExit(SmolStr),
    /// An exit rule.
    Exit(SmolStr),
    /// A goal.
    Goal(SmolStr),
    /// A window.
    Window(SmolStr),
    /// An action that the journey can do.
    Action(SmolStr),
    /// Where two versions are drawn, what the old one says of something that the new one has as well.
    Was(Box<Element>),
}

impl Element {
    /// The same, as the old one of two versions has it.
    #[must_use]
    pub fn was(self) -> Self {
        match self {
            Self::Was(_) => self,
            _ => Self::Was(Box::new(self)),
        }
    }

    /// What both versions have of it.
    pub fn itself(&self) -> &Self {
        match self {
            Self::Was(of) => of.itself(),
            _ => self,
        }
    }
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Journey => f.write_str("journey"),
            Self::Entry => f.write_str("entry"),
            Self::State(name) => write!(f, "state:{name}"),
            Self::Initial(name) => write!(f, "initial:{name}"),
            Self::Default(name) => write!(f, "default:{name}"),
            Self::Step(id) => write!(f, "step:{id}"),
            Self::Arm(split, id) => write!(f, "arm:{split}/{id}"),
            Self::OnEntry(state) => write!(f, "on_entry:{state}"),
            Self::OnExit(state) => write!(f, "on_exit:{state}"),
            Self::Exit(id) => write!(f, "exit:{id}"),
            Self::Goal(id) => write!(f, "goal:{id}"),
            Self::Window(name) => write!(f, "window:{name}"),
            Self::Action(name) => write!(f, "action:{name}"),
            Self::Was(of) => write!(f, "was:{of}"),
        }
    }
}
