//! Differences for tests: compared, spelled out, and held against their mirror images.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::fmt::Write as _;

use wayfare::diff::change::{Change, Class, Need};
use wayfare::diff::compare::{Difference, compare};
use wayfare::diff::kind::Kind;
use wayfare::diff::side::Side;
use wayfare::project::subject::Subject;
use wayfare::project::workspace::Workspace;

/// What differs between the first journeys of both.
pub fn between(old: &Workspace, new: &Workspace) -> Difference {
    let (olds, news) = (Subject::all(&old.projects[0]).remove(0), Subject::all(&new.projects[0]).remove(0));
    compare(&Side::of(olds, &old.sources), &Side::of(news, &new.sources))
}

fn told(change: &Change, indent: &str, out: &mut String) {
    let class = match change.class {
        Class::None => "none",
        class => class.name(),
    };
    let _ = write!(
        out,
        "{indent}{class}{}{} {} {}",
        if change.ack { " ack" } else { "" },
        if change.hidden { " hidden" } else { "" },
        change.kind,
        change.element
    );
    if !change.key.is_empty() {
        let _ = write!(out, " {}", change.key);
    }
    match (&change.before, &change.after) {
        (Some(before), Some(after)) if before != after => {
            let _ = write!(out, ": {before} -> {after}");
        }
        (Some(before), None) => {
            let _ = write!(out, ": {before} -> nothing");
        }
        (None, Some(after)) => {
            let _ = write!(out, ": nothing -> {after}");
        }
        _ => {}
    }
    match &change.needs {
        Need::Bump => {}
        Need::Images(states) => {
            let _ = write!(out, " [images of {}]", states.join(", "));
        }
        Need::Step(step) => {
            let _ = write!(out, " [new id of {step}]");
        }
        Need::Set(names) => {
            let _ = write!(out, " [values of {}]", names.join(", "));
        }
        Need::Timer(step) => {
            let _ = write!(out, " [timer {step}]");
        }
    }
    if !change.through.is_empty() {
        let _ = write!(out, " [through {}]", change.through.join(", "));
    }
    let _ = writeln!(out, "\n{indent}  {}", change.meaning);
    for seen in &change.witnesses {
        let before = seen.before.map_or_else(|| "impossible".to_owned(), |before| before.to_string());
        let who = if seen.who.is_empty() { "whoever it is".to_owned() } else { format!("where {}", seen.who) };
        let _ = writeln!(out, "{indent}  {who}: was {before}, is {}", seen.after);
    }
    for part in &change.parts {
        told(part, &format!("{indent}  "), out);
    }
}

/// All changes, line by line.
pub fn spelled(difference: &Difference) -> String {
    let mut out = String::new();
    difference.changes.iter().for_each(|change| told(change, "", &mut out));
    out
}

/// All changes, those that are part of others among them.
fn flat(difference: &Difference) -> Vec<&Change> {
    difference.changes.iter().flat_map(|change| std::iter::once(change).chain(&change.parts)).collect()
}

/// Each change has its mirror image, at the same part by the name that it has there; what is part of another change one way
/// may stand beside it the other way.
pub fn mirrored(there: &Difference, back: &Difference, title: &str) {
    let named = |change: &Change| {
        let id = match change.kind {
            Kind::StateRenamed | Kind::StepRenamed | Kind::ContextRenamed | Kind::EventRenamed => change.before.clone(),
            _ => None,
        };
        id.unwrap_or_else(|| {
            let names = [&there.renames.states, &there.renames.steps, &there.renames.variables, &there.renames.events];
            let old = names.iter().map(|names| names.old_of(&change.element.id)).find(|old| **old != change.element.id);
            old.unwrap_or(&change.element.id).to_string()
        })
    };
    let (there_all, back_all) = (flat(there), flat(back));
    for change in &there_all {
        let mirror = back_all.iter().find(|other| {
            let same = other.element.sort == change.element.sort && other.element.id == named(change);
            same && change.kind.is_mirrored_by(other.kind)
        });
        assert!(
            mirror.is_some(),
            "{title}: {} {} has no mirror image in\n{}",
            change.kind,
            change.element,
            spelled(back)
        );
    }
    assert_eq!(there_all.len(), back_all.len(), "{title}:\n{}\nand back\n{}", spelled(there), spelled(back));
}

/// The class of each change is one that the catalogue says of its kind.
pub fn catalogued(difference: &Difference, title: &str) {
    for change in difference.changes.iter().flat_map(|change| std::iter::once(change).chain(&change.parts)) {
        let class = change.kind.facts().unwrap().class;
        assert!(class.contains(change.class.name()), "{title}: {} is {}, not {class}", change.kind, change.class);
        assert!(!change.ack || class.contains("noticed"), "{title}: {} is noticed, not {class}", change.kind);
    }
}
