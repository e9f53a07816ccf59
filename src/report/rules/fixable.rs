//! Whether and how a program can put right what a rule finds: shown by its own example, or by another.

use std::path::PathBuf;

use crate::lint::rule::Rule;
use crate::project::workspace::Workspace;
use crate::report::rules::words;
use crate::terms::rule::RuleName;
use crate::trial::check;

/// Who carries out a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fixable {
    /// Nobody: there is none.
    No,
    /// `--fix --unsafe-fixes`, but not in all cases.
    Partly,
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
            Self::Partly => Some(
                "`wayfare check --fix --unsafe-fixes` puts some of it right: a guess at what was meant, so read what it \
                 changes.",
            ),
        }
    }
}

/// Lines of a journey that break a rule in a way that can be put right, though its own example cannot.
const OTHERS: [(&str, &str); 8] = [
    ("yaml-syntax", "title: Welcome: the first week"),
    ("wrong-shape", "identity: { merge: furthst }"),
    ("type-mismatch", "entry: { triggers: SIGNED_UP, set: { plan: gld } }"),
    ("action-params", "steps: [{ id: say, after: 1d, actions: [mail: { templat: hello }] }]"),
    ("define-unused", "define:\n  one: ctx.plan == \"gold\"\n  two: ctx.plan == \"basic\""),
    (
        "function-unused",
        "functions:\n  one: { params: { n: int }, returns: int, body: n }\n  two: { params: { n: int }, returns: int, body: n }",
    ),
    ("window-unused", "windows:\n  one: { from: \"08:00\", to: \"20:00\" }\n  two: { from: \"09:00\", to: \"20:00\" }"),
    ("cap-unused", "caps:\n  one: { max: 1, per: 1d }\n  two: { max: 2, per: 1d }"),
];

/// The journey in which they stand.
const AROUND: &str = "wayfare: 1
journey: welcome
version: 1.0.0
events: { SIGNED_UP: {} }
context: { plan: { enum: [basic, gold], default: basic } }
actions: { mail: { sink: crm, params: { template: string } } }
initial: NEW
states: { NEW: { steps: [{ id: go, triggers: SIGNED_UP, to: DONE }] }, DONE: { final: true } }
";

/// What the findings of the rule's bad example have, or those of another.
pub fn fixable(rule: &Rule) -> Fixable {
    let other = OTHERS.iter().find(|(name, _)| *name == rule.name.0);
    let partly = other.map_or(Fixable::No, |(_, line)| of(rule.name, format!("{AROUND}{line}\n")).min(Fixable::Partly));
    of(rule.name, example(rule)).max(partly)
}

/// What those that `text` has of a rule have.
fn of(rule: RuleName, text: String) -> Fixable {
    let workspace = Workspace::from_texts(&[(PathBuf::from("journey.yaml"), text)]);
    let judged = check::judged(&workspace);
    let own = judged.iter().map(|judged| &judged.finding).filter(|finding| finding.rule == rule);
    let fixes = own.map(|finding| match &finding.fix {
        Some(fix) if fix.safe => Fixable::Safely,
        Some(_) => Fixable::Unsafely,
        None => Fixable::No,
    });
    fixes.max().unwrap_or(Fixable::No)
}

/// The bad example without the comments that mark what is found in it: one that stands in an entry would hold off a fix.
fn example(rule: &Rule) -> String {
    let is_mark = |line: &&str| line.strip_prefix('#').is_some_and(|rest| rest.trim_start().starts_with(['^', '@']));
    words::inside(rule.bad).lines().filter(|line| !is_mark(line)).fold(String::new(), |text, line| text + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::{Fixable, OTHERS, fixable};
    use crate::lint::registry::named;

    #[test]
    fn an_example_shows_whether_there_is_a_fix() {
        for (name, expected) in [
            ("expression-needs-quotes", Fixable::Safely),
            ("expression-as-text", Fixable::Unsafely),
            ("action-unused", Fixable::Unsafely),
            ("dead-end-state", Fixable::No),
        ] {
            assert_eq!(fixable(named(name).unwrap()), expected, "{name}");
        }
    }

    #[test]
    fn what_can_be_put_right_elsewhere_is_said() {
        for (name, _) in OTHERS {
            assert_eq!(fixable(named(name).unwrap()), Fixable::Partly, "{name}");
        }
    }
}
