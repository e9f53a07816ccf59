//! The one door: a file's text becomes its document, and everything that is wrong with it as written.

use crate::syntax::allow::allows;
use crate::syntax::conflict;
use crate::syntax::decode::document::document;
use crate::syntax::document::Document;
use crate::syntax::fault::Stop;
use crate::syntax::misread;
use crate::syntax::reader::{Tree, parse};
use crate::syntax::repair::Repaired;
use crate::syntax::restart::Restarts;
use crate::syntax::source::Source;
use crate::syntax::tags;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::{FileId, Span};

/// Reads `source`; the findings of this file are added in the order of their places. Absent where the file is none of
/// the language, is not of a version that is known, or was not text at all.
pub fn read(source: &Source, findings: &mut Vec<Finding>) -> Option<Document> {
    if !source.is_text() {
        return None;
    }
    let mut found = Vec::new();
    let document = with_tree(source, &mut found, |tree, broken, found| {
        let broken = broken || !tree.findings.is_empty();
        let cut = tree.cut || conflict::find(&source.text).iter().any(|conflict| conflict.whole);
        let allows = allows(source.id, &source.text, tree.root.as_ref(), &tree.calls);
        found.extend(tree.findings);
        if tree.root.is_none() && !broken {
            found.push(empty(source));
        }
        let root = tree.root?;
        let mut read = document(source, &root, found, cut)?;
        if tree.tagged {
            tags::refuse(source.id, &source.text, &root, found);
        }
        read.set_allows(allows);
        Some(read)
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
    let mut restarts = Restarts::default();
    let conflicts = conflict::find(&source.text);
    let mut stop = None;
    if conflicts.is_empty() {
        stop = match parse(source.id, &source.text, &[], &mut restarts) {
            Ok(tree) => return take(tree, false, findings),
            Err(stop) => Some(stop),
        };
    }
    let mut repaired = Repaired::new(&source.text);
    repaired.settle(source.id, &conflicts, findings);
    let mut stop = match stop {
        Some(stop) => stop,
        None => match parse(source.id, &repaired.text, &repaired.holes, &mut restarts) {
            Ok(tree) => return take(tree, true, findings),
            Err(stop) => stop,
        },
    };
    while repaired.mend(source.id, &stop, findings) {
        if let Some(next) = next_stop(source.id, &repaired, &mut restarts) {
            stop = next;
            continue;
        }
        restarts = Restarts::default();
        match parse(source.id, &repaired.text, &repaired.holes, &mut restarts) {
            Ok(tree) => return take(tree, true, findings),
            Err(next) => stop = next,
        }
    }
    None
}

/// The next fault behind the one that was mended last, if the parser need not begin at the top to come to it.
fn next_stop(file: FileId, repaired: &Repaired, restarts: &mut Restarts) -> Option<Stop> {
    let rest = restarts.rest(&repaired.text, repaired.changed)?;
    let mut found = Restarts::default();
    let stop = parse(file, &rest.text, &[], &mut found).err()?;
    rest.extend(restarts, &found);
    rest.settled(stop)
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::read;
    use crate::syntax::chart::{Hidden, TriggerKind};
    use crate::syntax::content::{ConditionDecl, ItemKind, ValueKind};
    use crate::syntax::declared::Section;
    use crate::syntax::document::{Document, JourneyDocument};
    use crate::syntax::reader::parse;
    use crate::syntax::repair::Repaired;
    use crate::syntax::restart::Restarts;
    use crate::syntax::source::Source;
    use crate::terms::span::FileId;

    fn journey(text: &str) -> (JourneyDocument, usize) {
        let source = Source::new(FileId(0), "a.yaml", text.to_owned());
        let mut findings = Vec::new();
        match read(&source, &mut findings) {
            Some(Document::Journey(journey)) => (*journey, findings.len()),
            other => panic!("no journey: {other:?}, {findings:?}"),
        }
    }

    #[test]
    fn the_whole_language_is_read() {
        let (journey, findings) = journey(include_str!("../../tests/reading/whole-language.yaml"));
        assert_eq!((findings, journey.cut), (0, false));
        assert!(
            journey.states.iter().all(|state| {
                state.hidden == NO && state.steps.iter().all(|step| !step.uncertain && !step.to.hidden)
            })
        );
        assert_eq!(journey.uses[0].value, "shop");
        assert_eq!(journey.declares.define[1].body.text, "has(profile.first_name) && ctx.source == 'it'");
        assert_eq!(journey.declares.define[3].body.text, "true");
        let step = &journey.states[0].steps[0];
        assert!(matches!(&step.guard, Some(ConditionDecl::All(inner, _)) if inner.len() == 3));
        assert!(matches!(&step.set[0].value.kind, ValueKind::Expr(text) if text.text == "ctx.step_index + 1"));
        assert_eq!(step.set[1].value.kind, ValueKind::Str("=literal".into()));
        assert!(
            matches!(&step.actions[9].kind, ItemKind::If(_, then, otherwise) if (then.len(), otherwise.len()) == (1, 1))
        );
        let gaps = &journey.states[0].steps[5].trigger.as_ref().unwrap().kind;
        assert!(matches!(gaps, TriggerKind::Gaps(gaps) if gaps.len() == 3));
    }

    #[test]
    fn a_fault_marks_the_element_that_it_concerns() {
        let text = "wayfare: 1\njourney: a\nversion: 1.0.0\ninitial: A\nstates:\n  A:\n    steps:\n      - { id: a, triggers: E, \
                    too: B }\n      - { id: b, triggers: E }\n  B: {}\n";
        let (journey, findings) = journey(text);
        let steps = &journey.states[0].steps;
        let guesses: Vec<&str> = steps[0].to.guessed.iter().map(|guess| guess.name.value.as_str()).collect();
        assert_eq!((findings, guesses), (1, vec!["B"]));
        assert!(steps[0].uncertain && !steps[1].uncertain && steps[1].to.guessed.is_empty());
        assert!(journey.states.iter().all(|state| state.hidden == Hidden::default()));
    }

    #[test]
    fn a_line_that_is_gone_is_missing_where_it_belonged() {
        let steps = Hidden { steps: true, ..Hidden::default() };
        let states = Hidden { states: true, ..Hidden::default() };
        for (lines, of_journey, of_a, of_b) in [
            ("  A:\n    steps:\n      - { id: a, triggers: E }\n      - id b\n        to: A\n  B: {}\n", NO, steps, NO),
            ("  A:\n    steps:\n      - id b\n      - { id: a, triggers: E }\n  B: {}\n", NO, steps, NO),
            ("  A:\n    on_entry:\n      - say x: y: z\n      - a\n  B: {}\n", NO, NO, NO),
            ("  A:\n    steps:\n      - { id: a, triggers: E }\n  C\n  B: {}\n", states, NO, NO),
            ("  A: { steps: [{ id: a, triggers: E }] }\n  C\n    steps: []\n  B: {}\n", states, NO, NO),
            ("  A: {}\n  B: {}\nexit\n", Hidden { kind: true, steps: true, ..NO }, NO, NO),
            ("  A:\n    final\n    name: x\n  B: {}\n", NO, ALL, NO),
            ("  A: {}\n  B: {}\n  A: {}\n", NO, ALL, NO),
        ] {
            let (journey, _) =
                journey(&format!("wayfare: 1\njourney: a\nversion: 1.0.0\ninitial: A\nstates:\n{lines}"));
            assert!(!journey.cut, "{lines}");
            assert_eq!(journey.hidden, of_journey, "{lines}");
            let hidden: Vec<Hidden> = journey.states.iter().map(|state| state.hidden).collect();
            assert_eq!(hidden, [of_a, of_b], "{lines}");
        }
    }

    #[test]
    fn after_a_fault_reading_goes_on_in_the_state_that_has_it() {
        let text = "a: 1\nstates:\n  A: {}\n  B:\n    x: 1\n    y\n    z: 1\n  C: {}\n";
        let mut restarts = Restarts::default();
        let stop = parse(FileId(0), text, &[], &mut restarts).unwrap_err();
        let mut repaired = Repaired::new(text);
        assert!(repaired.mend(FileId(0), &stop, &mut Vec::new()));
        let rest = restarts.rest(&repaired.text, repaired.changed).unwrap();
        assert_eq!(rest.text, "x:\n  B:\n    x: 1\n     \n    z: 1\n  C: {}\n");
    }

    #[test]
    fn what_hides_a_name_marks_the_document() {
        let head = "wayfare: 1\njourney: a\nversion: 1.0.0\nstates: {}\n";
        for (rest, section) in [
            ("define: { a: ~ }", Section::Define),
            ("events:\n  E: {}\n  F G\n", Section::Events),
            ("evnts: {}", Section::Events),
            ("contxt: {}", Section::Context),
            ("steps: [x]", Section::Steps),
        ] {
            assert_eq!(journey(&format!("{head}{rest}\n")).0.declares.lost, BTreeSet::from([section]), "{rest}");
        }
        assert!(journey(head).0.declares.lost.is_empty());
    }

    const NO: Hidden = Hidden { kind: false, steps: false, states: false };
    const ALL: Hidden = Hidden { kind: true, steps: true, states: true };
}
