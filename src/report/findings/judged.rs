//! A finding with the verdict of the levels in force.

use crate::lint::registry;
use crate::lint::rule::Group;
use crate::project::config::Config;
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

/// The findings that are shown under `config`, each with its level.
pub fn judge(findings: &[Finding], config: &Config) -> Vec<Judged> {
    let _ = config;
    let judged = findings.iter().map(|finding| {
        let rule = registry::find(finding.rule);
        let (group, level) = rule.map_or((Group::Language, Level::Error), |rule| (rule.group, rule.level));
        Judged { finding: finding.clone(), level, group }
    });
    judged.filter(|judged| judged.level != Level::Off).collect()
}
