//! The one door: every rule asks every journey, and the project as a whole.

use crate::lint::case::Case;
use crate::lint::circumstances::Circumstances;
use crate::lint::found::Found;
use crate::lint::mend::hopeless::drop_hopeless;
use crate::lint::registry::RULES;
use crate::lint::rule::Check;
use crate::lint::whole::Whole;
use crate::project::subject::Subject;
use crate::project::workspace::Project;
use crate::terms::crew::in_order;

/// All that is wrong with `project`, in source order, each finding once: what its compilation found, and what the rules
/// find in the files that were asked for.
pub fn found(project: &Project, circumstances: &Circumstances<'_>) -> Found {
    let mut found = Found::default();
    let asked = in_order(Subject::all(project), circumstances.threads, |subject| {
        let case = Case::of(project, subject, circumstances);
        let found = if case.asked { found_in(&case) } else { Found::default() };
        (case, found)
    });
    let mut cases = Vec::with_capacity(asked.len());
    for (case, mut of_case) in asked {
        cases.push(case);
        found.findings.append(&mut of_case.findings);
        found.open += of_case.open;
    }
    let whole = Whole::new(project, &cases, circumstances);
    for rule in RULES {
        if let Check::Project(check) = rule.check {
            check(&whole, &mut found);
        }
    }
    found.findings.retain(|finding| project.reported.contains(&finding.span.file));
    found.findings.extend_from_slice(&project.findings);
    drop_hopeless(&mut found.findings);
    found.findings.sort();
    found.findings.dedup();
    found
}

fn found_in(case: &Case<'_>) -> Found {
    let mut found = Found::default();
    for rule in RULES {
        if let Check::Journey(check) = rule.check {
            check(case, &mut found);
        }
    }
    found
}
