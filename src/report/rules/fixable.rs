//! Whether and how a program can put right what a rule finds: shown by its own example.

use std::path::PathBuf;

use crate::lint::rule::Rule;
use crate::project::workspace::Workspace;
use crate::report::rules::words;
use crate::trial::check;

/// Who carries out a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fixable {
    /// Nobody: there is none.
    No,
    /// `--fix --unsafe-fixes`, for whoever reads what it changes.
    Unsafely,
    /// `--fix`.
    Safely,
}

impl Fixable {
    /// In a sentence; nothing where there is no fix.
    pub const fn said(self) -> Option<&'static str> {
        match self {
            Self::No => None,
            Self::Safely => Some("`wayfare check --fix` puts it right."),
            Self::Unsafely => Some(
                "`wayfare check --fix --unsafe-fixes` puts it right: a guess at what was meant, so read what it changes.",
            ),
        }
    }
}

/// What the findings of the rule's bad example have.
pub fn fixable(rule: &Rule) -> Fixable {
    let text = words::inside(rule.bad).to_owned() + "\n";
    let workspace = Workspace::from_texts(&[(PathBuf::from("journey.yaml"), text)]);
    let judged = check::judged(&workspace);
    let own = judged.iter().map(|judged| &judged.finding).filter(|finding| finding.rule == rule.name);
    let fixes = own.map(|finding| match &finding.fix {
        Some(fix) if fix.safe => Fixable::Safely,
        Some(_) => Fixable::Unsafely,
        None => Fixable::No,
    });
    fixes.max().unwrap_or(Fixable::No)
}

#[cfg(test)]
mod tests {
    use super::{Fixable, fixable};
    use crate::lint::registry::named;

    #[test]
    fn an_example_shows_whether_there_is_a_fix() {
        for (name, expected) in [
            ("expression-needs-quotes", Fixable::Safely),
            ("expression-as-text", Fixable::Unsafely),
            ("dead-end-state", Fixable::No),
        ] {
            assert_eq!(fixable(named(name).unwrap()), expected, "{name}");
        }
    }
}
