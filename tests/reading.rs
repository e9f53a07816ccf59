//! Every fault of a file is found at its exact place, and nothing else is.
//!
//! A case is a file under `tests/reading`. A comment below a line says what is found on it: `# ^^^^ rule-name` under the
//! place, or `# 1..8 rule-name` with the first and the last column and one more. In a Markdown file each fenced block
//! is a case; there the comments are taken out first, because where one stands may matter.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use wayfare::syntax::read::read;
use wayfare::syntax::source::Source;
use wayfare::terms::finding::Finding;
use wayfare::terms::span::FileId;

/// Line, first column, column after the last, rule.
type Found = (usize, usize, usize, String);

#[test]
fn every_fault_is_found_at_its_place() {
    let mut failures = Vec::new();
    let mut cases = 0;
    for path in files() {
        let text = std::fs::read_to_string(&path).unwrap();
        if path.extension().is_some_and(|extension| extension == "md") {
            for (index, block) in blocks(&text).into_iter().enumerate() {
                let (text, expected) = without_expectations(&block);
                judge(&format!("{} block {}", path.display(), index + 1), &text, &expected, &mut failures);
                cases += 1;
            }
        } else {
            judge(&path.display().to_string(), &text, &expectations(&text), &mut failures);
            cases += 1;
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    assert!(cases > 20, "the cases are there");
}

#[test]
fn every_finding_says_what_to_do_and_fixes_what_it_says() {
    for path in files().into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "yaml")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let (source, findings) = found(&text);
        for finding in &findings {
            assert!(finding.help.as_ref().is_some_and(|help| !help.is_empty()), "{}: {finding:?}", path.display());
            assert!(!finding.message.ends_with('.'), "{}: {finding:?}", path.display());
        }
        let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref()).filter(|fix| fix.safe);
        let mut edits: Vec<_> = fixes.flat_map(|fix| &fix.edits).collect();
        edits.sort();
        let mut mended = source.text.clone();
        for edit in edits.iter().rev() {
            mended.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
        }
        let left = found(&mended).1.into_iter().filter(|left| left.fix.as_ref().is_some_and(|fix| fix.safe)).count();
        assert_eq!(left, 0, "{}: a mended file needs no further fix:\n{mended}", path.display());
    }
}

fn judge(name: &str, text: &str, expected: &BTreeSet<Found>, failures: &mut Vec<String>) {
    let (source, findings) = found(text);
    let places: Vec<Found> = findings.iter().map(|finding| place(&source, finding)).collect();
    let actual: BTreeSet<Found> = places.iter().cloned().collect();
    for missing in expected.difference(&actual) {
        failures.push(format!("{name}: expected but not found: {missing:?}"));
    }
    for (place, finding) in places.iter().zip(&findings).filter(|(place, _)| !expected.contains(*place)) {
        failures.push(format!("{name}: not expected: {place:?}: {}", finding.message));
    }
    let said: BTreeSet<_> = places.iter().zip(findings.iter().map(|finding| &finding.message)).collect();
    if places.len() != said.len() {
        failures.push(format!("{name}: one finding twice: {places:?}"));
    }
}

fn found(text: &str) -> (Source, Vec<Finding>) {
    let source = Source::new(FileId(0), "case.yaml", text.to_owned());
    let mut findings = Vec::new();
    read(&source, &mut findings);
    (source, findings)
}

fn place(source: &Source, finding: &Finding) -> Found {
    let (start, end) = (source.place(finding.span.start), source.place(finding.span.end));
    let line = source.text.lines().nth(start.line - 1).unwrap_or_default();
    let last = if end.line > start.line { line.chars().count() + 1 } else { end.column };
    (start.line, start.column, last, finding.rule.0.to_owned())
}

fn expectations(text: &str) -> BTreeSet<Found> {
    let mut expected = BTreeSet::new();
    let mut line = 0;
    for (index, said) in text.lines().enumerate() {
        match expectation(said) {
            Some((from, to, rule)) => drop(expected.insert((line, from, to, rule))),
            None => line = index + 1,
        }
    }
    expected
}

fn without_expectations(block: &str) -> (String, BTreeSet<Found>) {
    let mut expected = BTreeSet::new();
    let mut text = String::new();
    let mut line = 0;
    for said in block.lines() {
        if let Some((from, to, rule)) = expectation(said) {
            expected.insert((line.max(1), from, to, rule));
        } else {
            text.push_str(&said.replace("<TAB>", "\t").replace("<DEL>", "\u{7f}"));
            text.push('\n');
            line += 1;
        }
    }
    (text, expected)
}

fn expectation(line: &str) -> Option<(usize, usize, String)> {
    let said = line.trim_start();
    let inside = said.strip_prefix('#')?.trim_start();
    if let Some(rest) = inside.strip_prefix('^') {
        let more = rest.len() - rest.trim_start_matches('^').len();
        let from = line.chars().take_while(|&c| c != '^').count() + 1;
        return Some((from, from + 1 + more, rest[more..].trim().to_owned()));
    }
    let (range, rule) = inside.split_once(' ')?;
    let (from, to) = range.split_once("..")?;
    Some((from.parse().ok()?, to.parse().ok()?, rule.trim().to_owned()))
}

fn blocks(text: &str) -> Vec<String> {
    let parts = text.split("```yaml\n").skip(1);
    parts.filter_map(|part| part.split_once("```").map(|(block, _)| block.to_owned())).collect()
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reading");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}
