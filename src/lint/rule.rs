//! What a rule is: its name, group, level and documentation.

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
