//! All that a finding says, as lines of plain text, for what shows no source.

use crate::report::findings::places::Places;
use crate::terms::finding::Finding;

/// Facts, the way out and the fix, a line each.
pub fn remarks(finding: &Finding) -> Vec<String> {
    let notes = finding.notes.iter().map(|note| format!("note: {note}"));
    // Where the fix says the same as the help, once is enough.
    let said = finding.fix.as_ref().map(|fix| &fix.message);
    let help = finding.help.iter().filter(|help| Some(*help) != said).map(|help| format!("help: {help}"));
    let fix = finding.fix.iter().map(|fix| format!("fix: {}", fix.message));
    notes.chain(help).chain(fix).collect()
}

/// The other places with their labels, a line each.
pub fn labels(finding: &Finding, places: &mut Places<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for label in &finding.labels {
        let (place, _) = places.of(label.span);
        let Some(source) = places.source(label.span.file) else { continue };
        let path = source.path.to_string_lossy();
        lines.push(format!("{path}:{}:{}: {}", place.line, place.column, label.message));
    }
    lines
}
