//! The difference of two versions says what the pages of `tests/changes/` say, and its mirror image the other way round.
//!
//! A page begins with a journey. Each case is a `##` heading with an `edit` of it, in which the lines behind `-` become
//! those behind `+`, and with the `changes` that it makes: `UPDATE_CHANGES=1` writes them, to be read.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod versions;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use versions::{opened, pages};
use wayfare::diff::change::{Change, Class, Need};
use wayfare::diff::compare::{Difference, compare};
use wayfare::diff::kind::Kind;
use wayfare::diff::side::Side;
use wayfare::project::subject::Subject;
use wayfare::project::workspace::Workspace;

fn between(old: &Workspace, new: &Workspace) -> Difference {
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
        let _ = writeln!(out, "{indent}  where {}: was {}, is {}", seen.who, seen.before, seen.after);
    }
    for part in &change.parts {
        told(part, &format!("{indent}  "), out);
    }
}

fn spelled(difference: &Difference) -> String {
    let mut out = String::new();
    difference.changes.iter().for_each(|change| told(change, "", &mut out));
    out
}

/// Each change has its mirror image, at the same part by the name that it has there.
fn mirrored(there: &Difference, back: &Difference, title: &str) {
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
    for change in &there.changes {
        let mirror = back.changes.iter().find(|other| {
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
    assert_eq!(there.changes.len(), back.changes.len(), "{title}:\n{}\nand back\n{}", spelled(there), spelled(back));
}

/// The class of a change is one that the catalogue says of its kind.
fn catalogued(change: &Change, title: &str) {
    let class = change.kind.facts().unwrap().class;
    assert!(class.contains(change.class.name()), "{title}: {} is {}, not {class}", change.kind, change.class);
    assert!(!change.ack || class.contains("noticed"), "{title}: {} is noticed, not {class}", change.kind);
}

#[test]
fn pages_say_what_changes_mean() {
    let update = std::env::var_os("UPDATE_CHANGES").is_some();
    let mut wrong = Vec::new();
    let mut kinds: BTreeSet<Kind> = BTreeSet::new();
    for page in pages() {
        let path = &page.path;
        let old = opened(&page.base, "the first journey");
        let mut new_page = page.text.clone();
        for case in &page.cases {
            let new = opened(&case.new, &case.title);
            let difference = between(&old, &new);
            let said = spelled(&difference);
            kinds.extend(difference.changes.iter().map(|change| change.kind));
            difference.changes.iter().for_each(|change| catalogued(change, &case.title));
            let visible =
                difference.changes.iter().any(|change| change.kind != Kind::Layout && change.class > Class::None);
            assert_eq!(visible, difference.old.hash != difference.new.hash, "{}: {said}", case.title);
            assert!(between(&old, &old).changes.is_empty() && between(&new, &new).changes.is_empty(), "{}", case.title);
            mirrored(&difference, &between(&new, &old), &case.title);
            if said != case.said {
                if update {
                    let head = format!("## {}\n", case.title);
                    let at = new_page.find(&head).unwrap();
                    let end =
                        new_page[at + head.len()..].find("\n## ").map_or(new_page.len(), |end| at + head.len() + end);
                    let section = &new_page[at..end];
                    let kept =
                        section.find("```changes\n").map_or(section.trim_end(), |start| section[..start].trim_end());
                    let section = format!("{kept}\n\n```changes\n{said}```\n");
                    new_page.replace_range(at..end, &section);
                } else {
                    wrong.push(format!("{}: {}\nsays\n{said}", path.display(), case.title));
                }
            }
        }
        if update {
            fs::write(path, new_page).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
