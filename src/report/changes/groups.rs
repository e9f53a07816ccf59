//! What is shown together, what needs a decision first.

use crate::diff::change::{Change, Class};

/// Changes of one weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Somebody on the way needs a decision.
    Major,
    /// People on the way will notice.
    Noticed,
    /// Everybody keeps a valid place, and nobody notices.
    Minor,
    /// Nothing that people experience.
    Patch,
    /// Nothing that a version has to say.
    Unsaid,
}

impl Group {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Major, Self::Noticed, Self::Minor, Self::Patch, Self::Unsaid];

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Major => "major: people on the way need a decision",
            Self::Noticed => "minor, and people on the way will notice",
            Self::Minor => "minor",
            Self::Patch => "patch",
            Self::Unsaid => "no version: live for all at once, or nothing that happens",
        }
    }

    /// What its members are, to be counted.
    pub const fn counted(self) -> &'static str {
        match self {
            Self::Major => "major",
            Self::Noticed => "that people on the way will notice",
            Self::Minor => "minor",
            Self::Patch => "patch",
            Self::Unsaid => "that no version has to say",
        }
    }

    /// Where `change` belongs.
    pub const fn of(change: &Change) -> Self {
        match (change.class, change.ack) {
            (Class::Major, _) => Self::Major,
            (Class::Minor, true) => Self::Noticed,
            (Class::Minor, false) => Self::Minor,
            (Class::Patch, _) => Self::Patch,
            (Class::None, _) => Self::Unsaid,
        }
    }
}
