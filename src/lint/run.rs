//! The one door: every rule asks every journey, and the project as a whole.

use std::collections::BTreeSet;

use crate::lint::case::Case;
use crate::lint::circumstances::Circumstances;
use crate::lint::found::Found;
use crate::lint::mend::hopeless::drop_hopeless;
use crate::lint::registry::RULES;
use crate::lint::rule::Check;
use crate::lint::shown::{ALWAYS, FLOAT, NEVER};
use crate::lint::unnamed;
use crate::lint::whole::Whole;
use crate::project::config::Config;
use crate::project::subject::Subject;
use crate::project::workspace::Project;
use crate::syntax::source::Source;
use crate::terms::crew::in_order;
use crate::terms::finding::Finding;
use crate::terms::span::Span;

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
    drop_rounding(&mut found.findings, &project.config);
    unnamed::call(&mut found.findings, &project.documents);
    found.findings.sort();
    found.findings.dedup();
    // What an anchor names is written once, however often an alias repeats it.
    found.findings.dedup_by(|later, first| {
        (later.rule, later.span) == (first.rule, first.span) && is_anchored(first.span, circumstances.sources)
    });
    found
}

/// Takes away that rounded numbers are compared where it is told, with the values that they can have, that the whole never
/// holds or always does.
fn drop_rounding(findings: &mut Vec<Finding>, config: &Config) {
    let is_told =
        |finding: &&Finding| [NEVER, ALWAYS].iter().any(|by| by.rule == finding.rule && by.is_shown_under(config));
    let told: BTreeSet<Span> = findings.iter().filter(is_told).map(|finding| finding.span).collect();
    findings.retain(|finding| finding.rule != FLOAT.rule || !told.contains(&finding.span));
}

/// Whether a YAML anchor stands before `span`.
fn is_anchored(span: Span, sources: &[Source]) -> bool {
    let before = sources.get(span.file.0 as usize).and_then(|source| source.text.get(..span.start as usize));
    let word = before.and_then(|before| before.split_whitespace().next_back());
    word.is_some_and(|word| word.len() > 1 && word.starts_with('&'))
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
