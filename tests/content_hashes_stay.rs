//! The content hash of what was published stays the same in every release: it says what a version means, all of it and
//! nothing else. A hash here that has to be changed breaks every lock that there is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it stands")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use wayfare::project::lock::book::{Lock, Published};
use wayfare::project::lock::facts::published;
use wayfare::project::subject::Subject;
use wayfare::project::workspace::Workspace;

const EVERYTHING: &str = include_str!("published/everything.yaml");
const SHOP: &str = include_str!("published/shop.yaml");

/// What would be published of `workspace`; absent where there are errors of the language.
fn of(workspace: &Workspace) -> Option<Published> {
    let project = &workspace.projects[0];
    if project.findings.iter().any(|finding| !finding.rule.is_remark()) {
        return None;
    }
    let subject = Subject::asked(project).remove(0);
    Some(published(subject.journey, &subject.document.declares))
}

/// What would be published; absent where there are errors of the language.
fn entry(journey: &str, catalog: &str) -> Option<Published> {
    let files =
        [("a.yaml", journey), ("shop.yaml", catalog)].map(|(path, text)| (PathBuf::from(path), text.to_owned()));
    of(&Workspace::from_texts(&files))
}

#[track_caller]
fn hash(journey: &str, catalog: &str) -> String {
    entry(journey, catalog).expect("a sound journey").hash.to_string()
}

#[test]
fn a_journey_of_the_house_and_one_that_uses_everything() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys/subscription.yaml");
    let subscription = of(&Workspace::open(&[file]).unwrap()).unwrap();
    assert_eq!(subscription.hash, "h1:f2260c1a4f50eb8cefc90e2250469bb27fd384949ed3d8f697a6b45f32f8325c");
    assert_eq!(hash(EVERYTHING, SHOP), "h1:087e5c430197e58cf4c5f2b7e88fc264298ac0e32e8f2d0d8d18c66618c4ccb3");
}

#[test]
fn the_meanings_of_names_stay_too() {
    let all = entry(EVERYTHING, SHOP).unwrap();
    let mut text = String::new();
    for (element, digest) in &all.names {
        let _ = writeln!(text, "{digest} {element}");
    }
    insta::assert_snapshot!(text);
}

#[test]
fn what_means_the_same_has_the_same_hash() {
    let whole = hash(EVERYTHING, SHOP);
    for (title, journey) in [
        ("lengths", EVERYTHING.replace("1h30m", "90m").replace("P3D", "72h")),
        ("a scalar for a list", EVERYTHING.replace("triggers: order.*", "triggers: [order.*]")),
        (
            "a definition in its place",
            EVERYTHING.replace("guard: real_user\n", "guard: ctx.source != \"internal_test\"\n"),
        ),
        ("another name of a definition", EVERYTHING.replace("always_so", "so_always")),
        ("another name of a function that is described", EVERYTHING.replace("earned", "points_of")),
        ("a long type", EVERYTHING.replace("paid_at: timestamp?", "paid_at: { type: timestamp? }")),
        ("a number otherwise", EVERYTHING.replace("0x1F", "31").replace("0o17", "15")),
        ("comments and line ends", EVERYTHING.replace("\nentry:\n", "\n# who comes\n\nentry:\n").replace('\n', "\r\n")),
        ("another version", EVERYTHING.replace("version: 1.4.0", "version: 1.4.1")),
    ] {
        assert_ne!(journey, EVERYTHING, "{title}");
        assert_eq!(hash(&journey, SHOP), whole, "{title}");
    }
    for (title, catalog) in [
        ("what is live", SHOP.replace("max: 3", "max: 4").replace("17:00", "18:00")),
        ("what is not used", SHOP.replace("unused: {}", "unused: { sink: other }")),
    ] {
        assert_ne!(catalog, SHOP, "{title}");
        assert_eq!(hash(EVERYTHING, &catalog), whole, "{title}");
    }
}

#[test]
fn whatever_means_something_else_has_another_hash() {
    let whole = hash(EVERYTHING, SHOP);
    let mut same = Vec::new();
    for (was, is) in [
        ("title: From", "title: Form"),
        ("owner: growth-team", "owner: other-team"),
        ("description: a code", "description: the code"),
        ("Gold members earn", "Gold members get"),
        ("source: string?, tier", "source: any, tier"),
        ("closed: true", "closed: false"),
        ("max: 1e6", "max: 1e7"),
        ("default: 2h", "default: 3h"),
        ("pii: email", "pii: phone"),
        ("default: unknown", "default: nobody"),
        ("\"internal_test\"", "\"test\""),
        ("points * 3", "points * 4"),
        ("sink: email", "sink: post"),
        ("consent: marketing\n    cap", "consent: ads\n    cap"),
        ("cap: [weekly, { max: 1, per: 7d }]", "cap: [weekly, { max: 2, per: 7d }]"),
        ("outside: drop", "outside: defer"),
        ("timeout: 1h", "timeout: 2h"),
        ("retry: { max: 5", "retry: { max: 6"),
        ("days: [mon, tue]", "days: [mon, wed]"),
        ("weekly: { max: 3", "weekly: { max: 4"),
        ("source: signed-up", "source: signed-in"),
        ("reentry: { after: 30d }", "reentry: { after: 31d }"),
        ("within: 14d", "within: 15d"),
        ("merge: newest", "merge: furthest"),
        ("step_index: max", "step_index: min"),
        ("template: welcome-1", "template: welcome-2"),
        ("reenter: true", "reenter: false"),
        ("later, after: 30d", "later, after: 31d"),
        ("times: 3", "times: 4"),
        ("history: deep", "history: shallow"),
        ("salt: welcome", "salt: goodbye"),
        ("weight: 0.5", "weight: 0.6"),
        ("later: 20m", "later: 21m"),
        ("finish: true", "states: { A: exit }"),
    ] {
        let journey = EVERYTHING.replacen(was, is, 1);
        assert_ne!(journey, EVERYTHING, "{was}");
        match entry(&journey, SHOP) {
            None => same.push(format!("no journey: {is}")),
            Some(entry) if entry.hash == whole => same.push(is.to_owned()),
            Some(_) => {}
        }
    }
    assert_eq!(same, Vec::<String>::new());
    let catalog = SHOP.replace("n * 2", "n * 3");
    assert_ne!(hash(EVERYTHING, &catalog), whole, "a function of a catalog");
}

#[test]
fn what_is_recorded_is_read_again() {
    let published = entry(EVERYTHING, SHOP).unwrap();
    let mut lock = Lock::default();
    lock.enter(&"everything".into(), &semver::Version::new(1, 4, 0), published);
    assert_eq!(Lock::read(&lock.write()).as_ref(), Ok(&lock));
}
