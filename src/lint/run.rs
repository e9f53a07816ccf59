//! The one door: every rule asks every journey, and the project as a whole.

use crate::lint::case::Case;
use crate::lint::circumstances::Circumstances;
use crate::lint::found::Found;
use crate::lint::registry::RULES;
use crate::lint::rule::Check;
use crate::lint::whole::Whole;
use crate::project::workspace::Project;

/// All that is wrong with `project`, in source order, each finding once: what its compilation found, and what the rules
/// find in the files that were asked for.
pub fn found(project: &Project, circumstances: &Circumstances<'_>) -> Found {
    let cases = Case::all(project, circumstances);
    let mut found = Found::default();
    for case in cases.iter().filter(|case| case.asked) {
        for rule in RULES {
            if let Check::Journey(check) = rule.check {
                check(case, &mut found);
            }
        }
    }
    let whole = Whole::new(project, &cases, circumstances);
    for rule in RULES {
        if let Check::Project(check) = rule.check {
            check(&whole, &mut found);
        }
    }
    found.findings.retain(|finding| project.reported.contains(&finding.span.file));
    found.findings.extend_from_slice(&project.findings);
    found.findings.sort();
    found.findings.dedup();
    found
}
