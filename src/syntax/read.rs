//! The one door: a file's text becomes its document, and everything that is wrong with it as written.

use crate::syntax::decode::document::document;
use crate::syntax::document::Document;
use crate::syntax::misread;
use crate::syntax::reader::{Tree, parse};
use crate::syntax::repair::Repaired;
use crate::syntax::source::Source;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::Span;

/// Reads `source`; the findings of this file are added in the order of their places. Absent where the file is none of
/// the language, is not of a version that is known, or was not text at all.
pub fn read(source: &Source, findings: &mut Vec<Finding>) -> Option<Document> {
    if !source.is_text() {
        return None;
    }
    let mut found = Vec::new();
    let document = with_tree(source, &mut found, |tree, broken, found| {
        let broken = broken || !tree.findings.is_empty();
        found.extend(tree.findings);
        if tree.root.is_none() && !broken {
            found.push(empty(source));
        }
        tree.root.and_then(|root| document(source, &root, found, broken))
    });
    for finding in &mut found {
        on_characters(source, finding);
    }
    found.sort();
    found.dedup();
    findings.append(&mut found);
    document
}

/// Gives the tree of `source` to `take`, and whether parts of the file could not be read.
pub fn with_tree<T>(
    source: &Source,
    findings: &mut Vec<Finding>,
    take: impl FnOnce(Tree<'_>, bool, &mut Vec<Finding>) -> Option<T>,
) -> Option<T> {
    let mut stop = match parse(source.id, &source.text, &[]) {
        Ok(tree) => return take(tree, false, findings),
        Err(stop) => stop,
    };
    let mut repaired = Repaired::new(&source.text);
    while repaired.mend(source.id, &stop, findings) {
        match parse(source.id, &repaired.text, &repaired.holes) {
            Ok(tree) => return take(tree, true, findings),
            Err(next) => stop = next,
        }
    }
    None
}

/// Where blanks stand for characters of several bytes, the parser may stop inside one.
fn on_characters(source: &Source, finding: &mut Finding) {
    let floor = |at: u32| (0..=at).rev().find(|&at| source.text.is_char_boundary(at as usize)).unwrap_or(0);
    let settle = |span: Span| Span::new(span.file, floor(span.start), floor(span.end));
    finding.span = settle(finding.span);
    for label in &mut finding.labels {
        label.span = settle(label.span);
    }
    if finding.rule == rule::EXPRESSION_NEEDS_QUOTES {
        // A fix quotes what was written, not what blanks stand for.
        *finding = misread::finding(source.id, &source.text, finding.span.start as usize..finding.span.end as usize);
    }
}

fn empty(source: &Source) -> Finding {
    let message = if source.text.trim_start_matches('\u{feff}').trim().is_empty() {
        "an empty file"
    } else {
        "a file that says nothing but comments"
    };
    let help = "begin with `wayfare: 1` and `journey: <id>`, `catalog: <id>` or `scenarios: <journey id>`";
    Finding::new(rule::YAML_SYNTAX, Span::new(source.id, 0, 0), message).help(help)
}
