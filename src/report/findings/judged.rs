//! A finding with the verdict of the levels in force.

use crate::lint::rule::Group;
use crate::terms::finding::Finding;
use crate::terms::rule::Level;

/// A finding that is shown.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The finding.
    pub finding: Finding,
    /// How grave it is, by the registry and the project's config.
    pub level: Level,
    /// The group of its rule.
    pub group: Group,
}
