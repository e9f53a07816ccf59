//! Every journey of the corpus is compared with every other one, in both directions, and with itself.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod difference;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use difference::{catalogued, mirrored, spelled};
use wayfare::diff::change::Class;
use wayfare::diff::compare::compare;
use wayfare::diff::kind::Kind;
use wayfare::diff::side::Side;
use wayfare::lint::registry::RULES;
use wayfare::project::subject::Subject;
use wayfare::project::workspace::Workspace;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Journeys by name: the project's own, old versions among them, those of the pages, and the good examples of the rules.
fn corpus() -> Vec<(String, Workspace)> {
    let own = Workspace::open(&[Path::new(ROOT).join("journeys"), Path::new(ROOT).join("journeys/earlier")]).unwrap();
    let mut all = vec![("journeys".to_owned(), own)];
    let mut add = |name: &str, text: &str| {
        let workspace = Workspace::from_texts(&[(PathBuf::from("journey.yaml"), text.to_owned())]);
        all.push((name.to_owned(), workspace));
    };
    for rule in RULES {
        let text = rule.good.trim_start_matches("```yaml\n").trim_end_matches("```\n");
        if !text.contains("---\n") {
            add(rule.name.0, text);
        }
    }
    let pages =
        ["README.md", "docs/diff.md", "docs/tutorial.md", "docs/cookbook.md", "docs/language.md", "docs/can.md"];
    for page in pages {
        let text = fs::read_to_string(Path::new(ROOT).join(page)).unwrap();
        for block in text.split("```yaml").skip(1) {
            let body = block.split_once('\n').map_or("", |(_, rest)| rest);
            add(page, body.split("```").next().unwrap_or_default());
        }
    }
    all
}

/// The first of `sides` with each other one, in both directions.
fn compared(first: usize, sides: &[(&str, Side<'_>)]) -> usize {
    let (name, old) = &sides[first];
    let itself = compare(old, old);
    assert!(itself.changes.is_empty() && itself.verdict.ok, "{name}: {}", spelled(&itself));
    for (other, new) in &sides[first + 1..] {
        let (there, back) = (compare(old, new), compare(new, old));
        let title = format!("{name} {} and {other} {}", old.machine.journey.id.value, new.machine.journey.id.value);
        // What `migrate` of one of them says of names holds in one direction only.
        if old.machine.journey.migrate.is_empty() && new.machine.journey.migrate.is_empty() {
            mirrored(&there, &back, &title);
        }
        let visible =
            |change: &wayfare::diff::change::Change| change.kind != Kind::Layout && change.class > Class::None;
        for difference in [&there, &back] {
            catalogued(difference, &title);
            let same = difference.old.hash() == difference.new.hash();
            assert_eq!(!difference.changes.iter().any(visible), same, "{title}: {}", spelled(difference));
        }
    }
    sides.len() - first
}

#[test]
fn every_pair_is_compared_in_both_directions() {
    let corpus = corpus();
    let mut sides: Vec<(&str, Side<'_>)> = Vec::new();
    for (name, workspace) in &corpus {
        for subject in workspace.projects.iter().flat_map(Subject::all).filter(|subject| subject.whole) {
            sides.push((name, Side::of(subject, &workspace.sources)));
        }
    }
    assert!(sides.len() > 100, "the corpus is there: {}", sides.len());
    let half = |start: usize| (start..sides.len()).step_by(2).map(|first| compared(first, &sides)).sum::<usize>();
    let pairs = thread::scope(|scope| {
        let other = scope.spawn(|| half(1));
        half(0) + other.join().unwrap()
    });
    assert_eq!(pairs, sides.len() * (sides.len() + 1) / 2);
}
