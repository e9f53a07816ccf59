//! One root cause between two versions of a journey is one finding, at the place in the new file where it is mended.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod markers;

use std::fmt::Write as _;

use markers::found;

/// A version of a journey whose states and the rest are `body`.
fn version(number: &str, body: &str) -> String {
    let mut text = format!("wayfare: 1\njourney: trial\nversion: {number}\ntitle: Trial\nowner: growth\n");
    let common =
        [("events", "events: { SIGNED_UP: {}, PAID: {}, PAUSED: {} }"), ("entry", "entry: { triggers: SIGNED_UP }")];
    for (key, line) in common {
        if !body.lines().any(|line| line.starts_with(&format!("{key}:"))) {
            let _ = writeln!(text, "{line}");
        }
    }
    text + body
}

/// The rules that are broken in `versions`, each with what stands there.
#[track_caller]
fn broken(versions: &[String]) -> Vec<String> {
    let text = versions.join("---\n");
    let lines: Vec<&str> = text.lines().collect();
    let found = found(&text).into_iter().filter(|(rule, ..)| rule != "event-unused");
    let told = found.map(|(rule, line, start, end)| {
        let rest: String = lines[line - 1].chars().skip(start - 1).take(end.map_or(99, |end| end - start)).collect();
        format!("{rule}: {rest}")
    });
    told.collect()
}

const OLD: &str = "\
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: paused, triggers: PAUSED, to: RESTING }
      - { id: over, after: 14d, to: LOST }
  RESTING:
    steps:
      - { id: paid-late, triggers: PAID, to: CUSTOMER }
      - { id: gone, after: 60d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
";

/// The same without `RESTING`, with `more` behind it.
fn without_resting(more: &str) -> String {
    format!(
        "initial: TRYING\nstates:\n  TRYING:\n    steps:\n      - {{ id: paid, triggers: PAID, to: CUSTOMER }}\n      \
         - {{ id: paused, triggers: PAUSED, to: LOST }}\n      - {{ id: over, after: 14d, to: LOST }}\n  \
         CUSTOMER: {{ final: true }}\n  LOST: {{ final: true }}\n{more}"
    )
}

#[test]
fn what_says_nothing_else_needs_nothing() {
    let same = [version("1.0.0", OLD), version("1.0.1", OLD)];
    assert_eq!(broken(&same), Vec::<String>::new());
    let finished =
        [version("1.0.0", OLD), version("2.0.0", &without_resting("migrate: [{ from: 1.x, finish: true }]\n"))];
    assert_eq!(broken(&finished), Vec::<String>::new());
}

#[test]
fn people_who_are_left_out_are_named_once() {
    let left_out = without_resting("migrate: [{ from: 1.x }]\n");
    assert_eq!(broken(&[version("1.0.0", OLD), version("2.0.0", &left_out)]), ["migration-incomplete: 1.x"]);
    let two = [version("1.0.0", OLD), version("1.1.0", OLD), version("2.0.0", &left_out)];
    assert_eq!(broken(&two), ["migration-incomplete: 1.x"], "of two old versions the newer one is told");
}

#[test]
fn a_renamed_state_is_told_by_what_is_graver() {
    let renamed = OLD.replace("RESTING", "AWAY");
    let minor = broken(&[version("1.0.0", OLD), version("1.1.0", &renamed)]);
    assert_eq!(minor, ["bump-too-small: 1.1.0", "rename-without-migrate: AWAY"]);
    assert_eq!(broken(&[version("1.0.0", OLD), version("2.0.0", &renamed)]), ["migration-missing: 2.0.0"]);
    let entry = format!("{renamed}migrate: [{{ from: 1.x }}]\n");
    assert_eq!(broken(&[version("1.0.0", OLD), version("2.0.0", &entry)]), ["migration-incomplete: 1.x"]);
    let told = format!("{renamed}migrate: [{{ from: 1.x, states: {{ RESTING: AWAY }} }}]\n");
    assert_eq!(broken(&[version("1.0.0", OLD), version("2.0.0", &told)]), Vec::<String>::new());
}

#[test]
fn an_image_to_which_no_step_leads_is_told_where_it_is_written() {
    let lost = without_resting("migrate: [{ from: 1.x, states: { RESTING: NOWHERE } }]\n")
        .replace("  CUSTOMER:", "  NOWHERE:\n    steps: [{ id: gone, after: 60d, to: LOST }]\n  CUSTOMER:");
    assert_eq!(broken(&[version("1.0.0", OLD), version("2.0.0", &lost)]), ["migration-invalid: RESTING"]);
    let alone = broken(&[version("2.0.0", &lost)]);
    assert_eq!(alone, ["unreachable-state: NOWHERE"], "without another version nobody knows who moves there");
}

#[test]
fn a_state_that_is_final_by_accident_is_no_missing_image_too() {
    let last = OLD.replace(
        "  RESTING:\n    steps:\n      - { id: paid-late, triggers: PAID, to: CUSTOMER }\n      - { id: gone, after: 60d, to: LOST }\n",
        "  RESTING: { final: true }\n",
    );
    let entry = |states: &str| format!("{last}migrate: [{{ from: 1.x{states} }}]\n");
    assert_eq!(broken(&[version("1.0.0", OLD), version("2.0.0", &entry(""))]), ["migration-invalid: 1.x"]);
    let meant = entry(", states: { RESTING: RESTING }");
    assert_eq!(broken(&[version("1.0.0", OLD), version("2.0.0", &meant)]), Vec::<String>::new());
}

#[test]
fn a_narrowed_contract_is_told_instead_of_the_version_that_it_would_need() {
    let events = |plan: &str| {
        format!("events: {{ SIGNED_UP: {{}}, PAID: {{ payload: {{ plan: {plan} }} }}, PAUSED: {{}} }}\n{OLD}")
    };
    let (open, closed) = (events("{ type: string, required: false }"), events("string"));
    assert_eq!(broken(&[version("1.0.0", &open), version("1.1.0", &closed)]), ["event-contract-narrowed: plan"]);
    let more = closed.replace("after: 14d", "after: 15d").replace("id: gone", "id: went");
    let both = broken(&[version("1.0.0", &open), version("1.1.0", &more)]);
    assert_eq!(both, ["bump-too-small: 1.1.0", "event-contract-narrowed: plan", "rename-without-migrate: went"]);
    let entry = format!("{closed}migrate: [{{ from: 1.x }}]\n");
    assert_eq!(broken(&[version("1.0.0", &open), version("2.0.0", &entry)]), Vec::<String>::new());
}

#[test]
fn a_published_version_is_compared_and_not_judged() {
    let published = |number: &str, body: &str| format!("# as published\n{}", version(number, body));
    let later = OLD.replace("14d", "30d");
    let same = [published("1.0.0", OLD), version("1.0.0", &later)];
    assert_eq!(broken(&same), ["version-not-bumped: 1.0.0"]);
    assert_eq!(broken(&[published("1.0.0", OLD), version("1.0.0", OLD)]), Vec::<String>::new());
    assert_eq!(broken(&[published("1.4.0", OLD), version("1.3.0", &later)]), ["bump-too-small: 1.3.0"]);
    let unmended = without_resting("");
    assert_eq!(broken(&[published("2.0.0", &unmended), version("2.1.0", &unmended)]), Vec::<String>::new());
}

#[test]
fn a_comment_allows_what_somebody_has_thought_about() {
    let text = version("1.0.1", &OLD.replace("14d", "30d"));
    let allowed = text.replace("version:", "# wayfare: allow(bump-too-small) nobody is on it yet\nversion:");
    assert_eq!(broken(&[version("1.0.0", OLD), text]), ["bump-too-small: 1.0.1"]);
    assert_eq!(broken(&[version("1.0.0", OLD), allowed]), Vec::<String>::new());
}
