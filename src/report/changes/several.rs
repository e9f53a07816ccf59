//! What differs between all journeys of two sides, with the files that it is about and what was agreed to.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::diff::compare::Difference;
use crate::diff::comparison::{Comparison, Journeys};
use crate::diff::lone::{Lone, Way};
use crate::model::journey::Journey;
use crate::report::changes::written::Written;
use crate::report::table::counted;

/// So many journeys are named in the last line.
const NAMES: usize = 20;

/// A comparison, both sides, and what was agreed to.
#[derive(Clone, Copy, Debug)]
pub struct Several<'w> {
    /// What differs.
    pub comparison: &'w Comparison,
    /// The journeys of the old side, and the files that they were read from.
    pub old: &'w Journeys<'w>,
    /// Those of the new side.
    pub new: &'w Journeys<'w>,
    /// The fingerprints of changes that were agreed to.
    pub approved: &'w BTreeSet<SmolStr>,
}

impl<'w> Several<'w> {
    /// One of the journeys that differ, with the files.
    pub const fn written(self, difference: &'w Difference) -> Written<'w> {
        Written { difference, old: self.old.sources, new: self.new.sources }
    }

    /// Both versions of a journey that differs, the old one first.
    pub fn versions(self, difference: &Difference) -> Option<[&'w Journey; 2]> {
        let of = |side: &'w Journeys<'w>| side.newest.get(&difference.journey).map(|subject| &**subject.journey);
        Some([of(self.old)?, of(self.new)?])
    }

    /// Fingerprints of changes of a journey that people will notice and that nobody has agreed to.
    pub fn unapproved(self, difference: &Difference) -> Vec<SmolStr> {
        let all = difference.verdict.to_approve.iter();
        all.filter(|fingerprint| !self.approved.contains(*fingerprint)).cloned().collect()
    }

    /// Whether a journey that came or went is agreed to, or asks nobody.
    pub fn settles(self, lone: &Lone) -> bool {
        lone.way == Way::Added || self.approved.contains(&lone.fingerprint)
    }

    /// The ids of the journeys with which something is missing: a version, a word in `migrate`, an approval of what is
    /// gone, and with `require_approval` that of anything that people will notice.
    pub fn unsettled(self, require_approval: bool) -> Vec<&'w SmolStr> {
        let comparison = self.comparison;
        let lacks = |difference: &&Difference| {
            !difference.verdict.ok || require_approval && !self.unapproved(difference).is_empty()
        };
        let changed = comparison.differences.iter().filter(lacks).map(|difference| &difference.journey);
        let gone = comparison.removed.iter().filter(|lone| !self.settles(lone)).map(|lone| &lone.journey);
        changed.chain(gone).collect()
    }

    /// The only journey of both sides, where there is no other on either.
    pub fn only(self) -> Option<&'w Difference> {
        let Comparison { differences, added, removed, unchanged } = self.comparison;
        match differences.as_slice() {
            [only] if added.is_empty() && removed.is_empty() && *unchanged == 0 => Some(only),
            _ => None,
        }
    }

    /// `2 journeys changed, 1 is new, 12 did not change; not right yet: ` and which are not.
    pub fn summary(self, require_approval: bool) -> String {
        let Comparison { differences, added, removed, unchanged } = self.comparison;
        let are = |count: usize, what: &str| if count == 1 { format!("is {what}") } else { format!("are {what}") };
        let counts = [
            (differences.len(), "changed".to_owned()),
            (added.len(), are(added.len(), "new")),
            (removed.len(), are(removed.len(), "gone")),
            (*unchanged, "did not change".to_owned()),
        ];
        let mut parts: Vec<String> = Vec::new();
        for (count, what) in counts.into_iter().filter(|(count, _)| *count > 0) {
            let count = if parts.is_empty() { counted(count, "journey") } else { count.to_string() };
            parts.push(format!("{count} {what}"));
        }
        let said = if parts.is_empty() { "no journeys".to_owned() } else { parts.join(", ") };
        let open = self.unsettled(require_approval);
        let names: Vec<String> = open.iter().take(NAMES).map(|id| format!("`{id}`")).collect();
        match open.len().saturating_sub(NAMES) {
            0 if open.is_empty() => said,
            0 => format!("{said}; not right yet: {}", names.join(", ")),
            more => format!("{said}; not right yet: {} and {more} more", names.join(", ")),
        }
    }
}
