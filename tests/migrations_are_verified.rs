//! What is said of a migration is what the pages of `tests/migrations/` say.
//!
//! Each case is a `##` heading with two versions and what is `said` of the way from the first to the second:
//! `UPDATE_CHANGES=1` writes it, to be read. What all versions have in common need not be written.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]
#![allow(clippy::disallowed_methods, reason = "the test is told by the environment whether to write")]

#[path = "harness/schema.rs"]
mod schema;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use wayfare::diff::compare::{Difference, compare};
use wayfare::diff::migration::migrating::{Fate, Migrating, TimerFate};
use wayfare::diff::side::Side;
use wayfare::project::subject::Subject;
use wayfare::project::workspace::Workspace;
use wayfare::report::changes::json;
use wayfare::report::changes::written::Written;

/// The file of one version, with what all of them have in common unless they say otherwise.
fn text(version: &str, body: &str) -> String {
    let mut text = format!("wayfare: 1\njourney: trip\nversion: {version}\n");
    let common = [
        ("events", "events: { START: {}, GO: {}, NEXT: {}, BACK: {} }"),
        ("actions", "actions: { mail: {} }"),
        ("entry", "entry: { triggers: START }"),
    ];
    for (key, line) in common {
        if !body.lines().any(|line| line.starts_with(&format!("{key}:"))) {
            let _ = writeln!(text, "{line}");
        }
    }
    text + body
}

fn opened(text: &str, title: &str) -> Workspace {
    let workspace = Workspace::from_texts(&[(PathBuf::from("trip.yaml"), text.to_owned())]);
    let errors: Vec<&str> = workspace.projects[0].findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(errors.is_empty(), "{title}: {errors:#?}\n{text}");
    workspace
}

fn between(old: &str, new: &str, title: &str) -> Difference {
    let (old, new) = (opened(old, title), opened(new, title));
    let sides = [&old, &new].map(|of| Side::of(Subject::all(&of.projects[0]).remove(0), &of.sources));
    let difference = compare(&sides[0], &sides[1]);
    let written = Written { difference: &difference, old: &old.sources, new: &new.sources };
    schema::difference(&String::from_utf8(json::render(written, &[], None)).unwrap());
    difference
}

fn said(difference: &Difference) -> String {
    let verdict = &difference.verdict;
    let mut out = format!("needs {}, is {}", verdict.needed, verdict.made);
    if !verdict.missing.is_empty() {
        let missing = verdict.missing.iter().map(|missing| format!("{missing:?}")).collect::<Vec<_>>().join(", ");
        let _ = write!(out, ", missing {missing}");
    }
    out.push('\n');
    match &difference.migrating {
        None => out.push_str("nobody moves\n"),
        Some(migrating) => moves(migrating, &mut out),
    }
    out
}

fn moves(migrating: &Migrating, out: &mut String) {
    let _ =
        writeln!(out, "{}", migrating.entry.as_ref().map_or("by name".to_owned(), |range| format!("as for {range}")));
    for of in &migrating.moves {
        let around = of.around.as_ref().map(|around| format!(" (as {around})")).unwrap_or_default();
        let ways = of.onward.iter().map(|on| format!("{} by {}", on.to.join("+"), on.by.join(" ")));
        let ways: Vec<String> = ways.collect();
        let on = match of.stays {
            _ if ways.is_empty() => String::new(),
            true => format!(", may go on to {}", ways.join(" or ")),
            false => format!(", goes on to {}", ways.join(" or ")),
        };
        let _ = match of.fate {
            Fate::Stay => writeln!(out, "{} stays{around}{on}", of.from),
            Fate::Move => writeln!(out, "{} -> {}{around}{on}", of.from, of.to.join("+")),
            Fate::Leave => writeln!(out, "{} leaves{around}", of.from),
            Fate::Nowhere if of.beside.is_empty() => writeln!(out, "{} has no place", of.from),
            Fate::Nowhere => writeln!(out, "{} has no place beside {}", of.from, of.beside.join("+")),
        };
    }
    if !migrating.begins.is_empty() {
        let _ = writeln!(out, "people begin in {}", migrating.begins.join(" "));
    }
    for of in &migrating.timers {
        let fate = match &of.fate {
            TimerFate::Kept(now) => format!("kept as {now}"),
            TimerFate::Dropped => "dropped".to_owned(),
            TimerFate::KeptForSome(now, lost) => format!("kept as {now}, but not in {}", lost.join(" ")),
            TimerFate::KeptIfFirst(now, others) => format!("kept as {now} if set before {}", others.join(" ")),
            TimerFate::KeptIfStaying(now, by) => format!("kept as {now} if not on by {}", by.join(" ")),
            TimerFate::Recomputed(now, set) => format!("kept as {now}, computed again with {}", set.join(" ")),
            TimerFate::Armed(delay) => format!("armed in {delay}"),
            TimerFate::Unarmed(from) => format!("not set for {}", from.join(" ")),
            TimerFate::Begun(from) => format!("set by the move for {}", from.join(" ")),
        };
        let _ = writeln!(out, "timer {} of {}: {fate}", of.step, of.state);
    }
    for of in &migrating.forgets {
        let _ = writeln!(out, "{} forgets {}", of.history, of.states.join("+"));
    }
    for fault in &migrating.faults {
        let _ = writeln!(out, "{} {}: {}", fault.kind.breach().rule(), fault.kind.name(), fault.message);
        if let Some(person) = &fault.person {
            let way = person.way();
            let by = if way.is_empty() { String::new() } else { format!(", by {way}") };
            let _ = writeln!(out, "  {}{by}", person.who());
        }
    }
}

#[test]
fn migrations_are_said_to_be_what_they_are() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/migrations");
    let update = std::env::var_os("UPDATE_CHANGES").is_some();
    let mut pages: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for path in pages {
        let page = fs::read_to_string(&path).unwrap();
        let mut sections: Vec<String> = page.split("\n## ").map(str::to_owned).collect();
        for section in sections.iter_mut().skip(1) {
            count += 1;
            let title = section.lines().next().unwrap().to_owned();
            let blocks: Vec<(&str, &str)> =
                section.split("```").skip(1).step_by(2).filter_map(|block| block.split_once('\n')).collect();
            let versions: Vec<(&str, &str)> =
                blocks.iter().filter_map(|(info, body)| Some((info.strip_prefix("yaml ")?, *body))).collect();
            let [old, new] = versions[..] else { panic!("{title}: two versions") };
            let is = said(&between(&text(old.0, old.1), &text(new.0, new.1), &title));
            let known = blocks.iter().find(|(info, _)| *info == "said").map_or("", |(_, body)| body);
            if known != is {
                wrong.push(format!("{}: {title}\nsays\n{is}", path.display()));
                let kept = section.find("```said\n").map_or(section.trim_end(), |start| section[..start].trim_end());
                *section = format!("{kept}\n```said\n{is}```\n");
            }
        }
        if update {
            fs::write(&path, sections.join("\n## ")).unwrap();
        }
    }
    assert!(update || wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(count > 25, "only {count} cases were found");
}
