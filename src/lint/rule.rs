//! What a rule is: its name, group, level and documentation.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::whole::Whole;
use crate::terms::rule::{Level, RuleName};

/// A rule as people know it.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its name.
    pub name: RuleName,
    /// Its group.
    pub group: Group,
    /// Its level where no config says otherwise.
    pub level: Level,
    /// What it catches, in one sentence.
    pub catches: &'static str,
    /// Why it matters to a person on a journey or to the business.
    pub why: &'static str,
    /// A journey (or part) that breaks it, in Markdown with expectations.
    pub bad: &'static str,
    /// The same put right.
    pub good: &'static str,
    /// How it is found.
    pub check: Check,
}

/// How a rule is found.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// While files are read and compiled, tests are held against their journeys, or allows against what was found.
    Compiler,
    /// By asking a journey, as far as it is known.
    Journey(fn(&Case<'_>, &mut Found)),
    /// By asking all files of a project together.
    Project(fn(&Whole<'_>, &mut Found)),
}

/// Groups of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Errors of the language; cannot be turned off.
    Language,
    /// Errors by default.
    Correctness,
    /// Warnings by default.
    Suspicious,
    /// Personal data.
    Privacy,
    /// Against another version.
    Versions,
    /// Warnings by default.
    Style,
}

impl Group {
    /// As configs and reports call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Correctness => "correctness",
            Self::Suspicious => "suspicious",
            Self::Privacy => "privacy",
            Self::Versions => "versions",
            Self::Style => "style",
        }
    }

    /// As a heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Language => "Errors of the language",
            Self::Correctness => "Correctness",
            Self::Suspicious => "Suspicious",
            Self::Privacy => "Privacy",
            Self::Versions => "Versions",
            Self::Style => "Style",
        }
    }
}
