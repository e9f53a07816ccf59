//! Changes among which somebody looks for a cause.

use crate::diff::change::{Change, Class};
use crate::diff::compare::Difference;
use crate::diff::kind::Kind;
use crate::trial::counterfactual::shared::SharedJourney;

/// What changed between the versions of a journey.
pub fn changes<'w>(differences: &'w [Difference], journey: &SharedJourney) -> &'w [Change] {
    let of = differences.iter().find(|difference| difference.journey == journey.id);
    of.map_or(&[], |difference| &difference.changes)
}

/// Changes that people can notice, of which one or a part of one is meant.
pub fn among(changes: &[Change], is_meant: impl Fn(&Change) -> bool) -> Vec<&Change> {
    // What is live for all versions at once asks nothing of any.
    let is_live = |change: &Change| matches!(change.kind, Kind::CapChanged | Kind::WindowChanged);
    let counts = |change: &Change| (change.class > Class::Patch || is_live(change)) && is_meant(change);
    changes.iter().filter(|change| counts(change) || change.parts.iter().any(&counts)).collect()
}
