//! One change between two versions, and what it means for people on the way.

use std::fmt;

use smol_str::SmolStr;

use crate::diff::kind::Kind;
use crate::graph::content::element::{Element, Sort};
use crate::terms::fingerprint as terms;
use crate::terms::span::Span;

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What changed.
    pub kind: Kind,
    /// Of which part, by its new name where it has two.
    pub element: Element,
    /// Which thing of it, as the canonical form calls it: `guard`, `set.step_index`; empty for the part as a whole.
    pub key: SmolStr,
    /// How much it asks of a version.
    pub class: Class,
    /// Whether people on the way will notice although the version stays the same in its first number.
    pub ack: bool,
    /// Whether it is shown only when all is asked for.
    pub hidden: bool,
    /// What was, as the language would write it; absent where nothing was.
    pub before: Option<String>,
    /// What is.
    pub after: Option<String>,
    /// What it means for people, in one sentence.
    pub meaning: String,
    /// Over kind, element, and what was and is: an approval is recorded by it.
    pub fingerprint: SmolStr,
    /// Where it stands in both versions.
    pub places: Places,
    /// People who show it, with what they meet in each version.
    pub witnesses: Vec<Seen>,
    /// What a major change needs beside its bump.
    pub needs: Need,
    /// Changes that are part of it.
    pub parts: Vec<Change>,
    /// The change that it is a part of.
    pub part_of: Option<Whole>,
    /// The definitions and functions by which it came about.
    pub through: Vec<SmolStr>,
}

/// A change of which others are parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whole {
    /// Of which part of the journey.
    pub element: Element,
    /// Which thing of it; empty where it came or went as a whole.
    pub key: SmolStr,
}

/// How much a change asks of a version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Nothing.
    #[default]
    None,
    /// Its third number.
    Patch,
    /// Its second number.
    Minor,
    /// Its first number.
    Major,
}

/// What a major change needs beside its bump, to be satisfied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Need {
    /// Nothing more.
    #[default]
    Bump,
    /// An image of each of these states of the old version.
    Images(Vec<SmolStr>),
    /// A new id for this step of the old version.
    Step(SmolStr),
    /// A value for each of these variables.
    Set(Vec<SmolStr>),
    /// A delay for this timer.
    Timer(SmolStr),
}

/// Places on both sides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// In the old version's files.
    pub old: Option<Span>,
    /// In the new version's files.
    pub new: Option<Span>,
}

/// A person who shows a change of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What they have: "`ctx.plan` is `"gold"`".
    pub who: String,
    /// Whether the condition held; absent where nobody could have that before.
    pub before: Option<bool>,
    /// Whether it holds.
    pub after: bool,
}

impl Whole {
    /// The change of `key` of `element`.
    pub fn of(element: &Element, key: &SmolStr) -> Self {
        Self { element: element.clone(), key: key.clone() }
    }

    /// That by which the part `id` of the journey came or went.
    pub fn itself(sort: Sort, id: &SmolStr) -> Self {
        Self { element: Element::of(sort, id), key: SmolStr::default() }
    }
}

impl Class {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The first 12 digits of the digest over what a change of `journey` is, never over how it is told; `sides`, what was and what
/// is, are canonical.
pub fn fingerprint(journey: &str, kind: Kind, element: &Element, key: &str, sides: [Option<&str>; 2]) -> SmolStr {
    let said = sides.map(|side| side.map_or_else(String::new, |side| format!("={side}")));
    let (sort, element) = (element.sort, element.to_string());
    // What several journeys share is approved for all of them at once.
    let journey = if sort.is_own() { journey } else { "" };
    terms::fingerprint(&[journey, kind.name(), &element, key, &said[0], &said[1]])
}
