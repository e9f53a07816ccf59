//! The one door: every rule asks every journey.

use std::sync::Arc;

use crate::graph::machine::Machine;
use crate::lint::levels::{Judged, judge};
use crate::lint::registry::RULES;
use crate::lint::rule::Check;
use crate::model::unread::Unread;
use crate::project::workspace::Project;
use crate::terms::finding::Finding;

/// Adds what the rules find in `machines`; afterwards `findings` are in source order, each there once.
pub fn lint(machines: &[Arc<Machine>], findings: &mut Vec<Finding>) {
    for machine in machines {
        for rule in RULES {
            if let Check::Machine(check) = rule.check {
                check(machine, findings);
            }
        }
    }
    findings.sort();
    findings.dedup();
}

/// All that is shown of `project`: what its compilation found, and what the rules find in the journeys that were asked
/// for.
pub fn judged(project: &Project) -> Vec<Judged> {
    let known = project.journeys.iter().filter_map(|journey| Some((journey, project.unread.get(&journey.file)?)));
    let machine = |(journey, unread): (_, &Unread)| Arc::new(Machine::partial(Arc::clone(journey), unread.clone()));
    let machines: Vec<Arc<Machine>> = known.map(machine).collect();
    let mut findings = project.findings.clone();
    lint(&machines, &mut findings);
    judge(findings, &project.config)
}
