//! `diff --events`: where the ways of people part, told at the first thing that differs.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod harness;

use harness::Wayfare;
use insta::assert_snapshot;

const OLD: &str = "wayfare: 1
journey: j
version: 1.0.0
context: { n: { type: int, default: 0 } }
events: { GO: { payload: { k: int? } }, PING: {}, END: {} }
actions:
  mail: { basis: contract, params: { text: string } }
  ask: { consent: marketing, params: { text: string } }
entry: { triggers: GO }
initial: A
states:
  A:
    steps:
      - { id: to-b, after: 2d, actions: [mail: { text: hello }], to: B }
      - { id: poll, triggers: PING, actions: [ask: { text: well }] }
  B:
    steps: [{ id: to-c, after: 4d, to: C }]
  C:
    steps: [{ id: end, triggers: END, to: D }]
  D: { final: true }
";

/// A line of events: who, what and when in January, with a payload.
fn line(number: usize, (who, what, day, payload): (&str, &str, &str, &str)) -> String {
    format!(
        "{{\"eventId\":\"e-{number}\",\"userId\":\"{who}\",\"type\":\"{what}\",\"timestamp\":\"2026-01-{day}:00:00Z\",\"payload\":{payload}}}\n"
    )
}

/// What is told of the events beside the matrix, where the new version has these texts instead of others.
fn told(edits: &[(&str, &str)], events: &[(&str, &str, &str, &str)]) -> String {
    told_between(OLD, edits, events)
}

fn told_between(old: &str, edits: &[(&str, &str)], events: &[(&str, &str, &str, &str)]) -> String {
    let new = edits.iter().fold(old.to_owned(), |text, (was, is)| {
        assert!(text.contains(was), "{was}");
        text.replace(was, is)
    });
    let lines: String = events.iter().enumerate().map(|(number, event)| line(number + 1, *event)).collect();
    let run = Wayfare::new("diff old.yaml new.yaml --events events.jsonl");
    let run = run.file("old.yaml", old).file("new.yaml", &new).file("events.jsonl", &lines);
    // The version has to say that something changed.
    let bumped = edits.iter().any(|(was, _)| *was == "1.0.0");
    let said = run.exits(i32::from(!bumped)).stdout();
    said[said.find("the same events in both").unwrap()..].to_owned()
}

#[test]
fn a_timer_that_fires_later_is_told_before_what_follows_from_it() {
    let events = [("u", "GO", "01T00", "{}"), ("u", "PING", "07T12", "{}"), ("u", "END", "20T12", "{}")];
    assert_snapshot!("later", told(&[("after: 2d", "after: 3d"), ("1.0.0", "1.1.0")], &events));
}

#[test]
fn who_parts_first_is_told_first_be_it_only_in_time() {
    let mut events = vec![("early", "GO", "01T00", "{}"), ("early", "PING", "05T00", "{}")];
    let late = ["l-1", "l-2", "l-3", "l-4", "l-5", "l-6", "l-7", "l-8", "l-9", "l-a", "l-b"];
    events.extend(late.map(|who| (who, "GO", "06T00", "{}")));
    events.extend(late.map(|who| (who, "PING", "08T12", "{}")));
    let said = told(&[("after: 2d", "after: 3d"), ("1.0.0", "1.1.0")], &events);
    let first = said.lines().find(|line| line.contains(", line ")).unwrap();
    assert!(first.contains("`early`, line 2"), "{said}");
}

#[test]
fn beside_what_cannot_be_processed_stands_what_the_other_version_does() {
    let events = [("u", "GO", "01T00", "{}"), ("v", "GO", "01T01", "{\"k\":1}")];
    let finish = ("  D: { final: true }", "  D: { final: true }\nmigrate: [{ from: 1.x, finish: true }]");
    assert_snapshot!("refused", told(&[("k: int?", "k: int"), ("1.0.0", "2.0.0"), finish], &events));
}

#[test]
fn other_params_of_what_is_held_back_are_told() {
    let events = [("u", "GO", "01T00", "{}"), ("u", "PING", "01T12", "{}")];
    assert_snapshot!("held", told(&[("text: well", "text: so"), ("1.0.0", "1.1.0")], &events));
}

#[test]
fn worlds_of_one_version_can_be_told_apart() {
    let events = [("u", "GO", "01T00", "{}"), ("u", "END", "20T12", "{}")];
    assert_snapshot!("one_version", told(&[("to: B }", "to: C }")], &events));
}

#[test]
fn it_is_said_which_instance_parts() {
    let old = OLD.replace("entry: { triggers: GO }", "entry: { triggers: GO, key: =event.payload.k }");
    let events = [("u", "GO", "01T00", "{\"k\":1}"), ("u", "GO", "01T01", "{\"k\":2}"), ("v", "PING", "05T00", "{}")];
    assert_snapshot!("instance", told_between(&old, &[("after: 2d", "after: 1d"), ("1.0.0", "1.1.0")], &events));
}

#[test]
fn where_nothing_happens_no_time_is_told() {
    assert!(
        told(&[("after: 2d", "after: 3d"), ("1.0.0", "1.1.0")], &[])
            .starts_with("the same events in both: 0 events, 0 people\n")
    );
}

#[test]
fn who_has_completed_it_is_told_apart_from_who_has_not() {
    let events = [("u", "GO", "01T00", "{}"), ("u", "PING", "20T12", "{}")];
    let edits = [
        ("  C:\n    steps: [{ id: end, triggers: END, to: D }]\n", "  C: { final: true }\n"),
        ("entry:", "migrate: [{ from: 1.x, finish: true }]\nentry:"),
        ("1.0.0", "2.0.0"),
    ];
    let said = told(&edits, &events);
    assert!(said.contains("B → C by `to-c`; is still on the way"), "{said}");
    assert!(said.contains("B → C by `to-c`; has completed it"), "{said}");
    let wrapped = [
        (
            "  B:\n    steps: [{ id: to-c, after: 4d, to: C }]\n",
            "  W:\n    initial: B\n    states: { B: { steps: [{ id: to-c, after: 4d, to: C }] } }\n",
        ),
        ("entry:", "migrate: [{ from: 1.x, finish: true }]\nentry:"),
        ("1.0.0", "2.0.0"),
    ];
    let said = told(&wrapped, &events);
    assert!(said.contains("2.0.0: A → B by `to-b`; sends `mail` (text: \"hello\"); enters W on the way\n"), "{said}");
    assert!(said.contains("1.0.0: A → B by `to-b`; sends `mail` (text: \"hello\")\n"), "{said}");
}
