//! Versions as findings speak of them.

use semver::Version;

use crate::diff::change::{Change, Class};
use crate::diff::kind::Kind;
use crate::terms::finding::Finding;

/// How many changes a finding names.
const MOST_CHANGES: usize = 5;

/// The next version after `old` that says as much as `class`.
pub fn next(old: &Version, class: Class) -> Version {
    match class {
        Class::Major => Version::new(old.major + 1, 0, 0),
        Class::Minor => Version::new(old.major, old.minor + 1, 0),
        Class::Patch | Class::None => Version::new(old.major, old.minor, old.patch + 1),
    }
}

/// `finding` with a label at each of the changes that need `class`; of what does not stand in the new files, a note.
pub fn reasons(mut finding: Finding, changes: &[Change], class: Class) -> Finding {
    let reasons: Vec<&Change> = changes.iter().filter(|change| change.class == class).collect();
    for change in reasons.iter().take(MOST_CHANGES) {
        let what = format!("`{}`: {}", change.kind, change.meaning);
        finding = match change.places.new.filter(|place| *place != finding.span) {
            Some(place) => finding.label(place, what),
            None => finding.note(format!("{}, {what}", change.element)),
        };
    }
    match reasons.len().saturating_sub(MOST_CHANGES) {
        0 => finding,
        more => finding.note(format!("and {more} more changes that need it; `wayfare diff` shows them all")),
    }
}

/// Whether a change asks more of an event.
pub fn narrows(change: &Change) -> bool {
    let kinds = [Kind::EventFieldRequired, Kind::EventFieldNarrowed, Kind::EventFieldRetyped, Kind::EventClosed];
    change.class == Class::Major && kinds.contains(&change.kind)
}
