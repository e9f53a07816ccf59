//! `run` with several versions of a journey: people move to the next one at an instant of their own time.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what fails here fails the test")]

mod harness;

use std::fmt::Write as _;

use harness::Wayfare;
use insta::assert_snapshot;

const OLD: &str = r"wayfare: 1
journey: trial
version: 1.2.0
events:
  SIGNED_UP: { payload: { seats: int } }
  PAID: {}
context:
  seats: { type: int, default: 1 }
actions:
  send_mail: { params: { template: string } }
entry:
  triggers: SIGNED_UP
  set: { seats: =event.payload.seats }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: call, after: 3d, actions: [send_mail: { template: call }] }
      - { id: over, after: 14d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
";

const EVENTS: &str = r#"{"eventId":"e1","userId":"ada","type":"SIGNED_UP","timestamp":"2026-06-01T08:00:00Z","payload":{"seats":3}}
{"eventId":"e2","userId":"bob","type":"SIGNED_UP","timestamp":"2026-06-03T08:00:00Z","payload":{"seats":1}}
{"eventId":"e3","userId":"cy","type":"SIGNED_UP","timestamp":"2026-06-06T08:00:00Z","payload":{"seats":2,"plan":"gold"}}
{"eventId":"e4","userId":"dee","type":"SIGNED_UP","timestamp":"2026-06-06T09:00:00Z","payload":{"seats":2}}
{"eventId":"e5","userId":"ada","type":"PAID","timestamp":"2026-06-07T08:00:00Z"}
"#;

/// The next version: its first state has another name, its event asks more, and the timer is armed anew.
fn new() -> String {
    let text = OLD.replace("1.2.0", "2.0.0").replace("TRYING", "TRIAL").replace("after: 3d", "after: 2d");
    let text = text.replace("{ seats: int } }", "{ seats: int, plan: string } }");
    format!("{text}migrate:\n  - from: \"1.x\"\n    states: {{ TRYING: TRIAL }}\n    timers: {{ over: 5d }}\n")
}

fn run(arguments: &str) -> Wayfare {
    Wayfare::new(&format!("run {arguments} --events events.jsonl"))
        .file("old.yaml", OLD)
        .file("new.yaml", new())
        .file("events.jsonl", EVENTS)
}

#[test]
fn people_move_when_the_next_version_takes_effect() {
    let until = "--deploy-at 2026-06-05T00:00:00Z --until 2026-06-30T00:00:00Z";
    let ran = run(&format!("old.yaml new.yaml {until} --format text")).exits(0);
    let table: String = ran.stderr().lines().filter(|line| !line.contains(':')).fold(String::new(), |mut all, line| {
        let _ = writeln!(all, "{line}");
        all
    });
    assert_snapshot!(format!("{}\n{table}", ran.stdout()));
    let records = run(&format!("new.yaml old.yaml {until} --format jsonl")).exits(0).stdout();
    let moves: Vec<&str> = records.lines().filter(|line| line.contains(r#""kind":"move""#)).collect();
    assert_eq!(moves.len(), 2, "the order of the files is none: {records}");
    assert_snapshot!(moves[0]);
}

#[test]
fn without_anybody_left_to_move_that_is_said() {
    let ran = run("old.yaml new.yaml --deploy-at 2026-07-05T00:00:00Z --quiet").exits(0);
    let first = ran.stderr().lines().next().unwrap().to_owned();
    assert_snapshot!(first);
}

#[test]
fn versions_that_do_not_fit_are_refused() {
    let at = "--deploy-at 2026-06-05T00:00:00Z";
    let mut told = String::new();
    let mut tell = |ran: Wayfare| {
        let _ = writeln!(told, "{}", ran.exits(2).stderr().trim_end());
    };
    tell(run("old.yaml new.yaml"));
    tell(run(&format!("old.yaml {at}")));
    tell(run(&format!("old.yaml new.yaml {at} --deploy-at 2026-06-06T00:00:00Z")));
    tell(run(&format!("old.yaml new.yaml {at} --deploy-at 2026-06-04T00:00:00Z")));
    tell(run(&format!("old.yaml other.yaml {at}")).file("other.yaml", OLD.replace("3d", "4d")));
    let misfit = new().replace("timers: { over: 5d }", "set: { seats: =old.seat }");
    tell(run(&format!("old.yaml misfit.yaml {at}")).file("misfit.yaml", misfit));
    assert_snapshot!(told);
}

#[test]
fn a_migration_is_held_against_older_versions_alone() {
    // The entry covers the third version too, whose `seats` would not fit; nobody comes from there.
    let second = new().replace("timers: { over: 5d }", "set: { seats: =old.seats + 1 }").replace("\"1.x\"", "\"*\"");
    let third = OLD
        .replace("1.2.0", "3.0.0")
        .replace("seats: { type: int, default: 1 }", "seats: { type: string, default: x }");
    let third = third.replace("set: { seats: =event.payload.seats }", "set: { seats: many }");
    let third =
        format!("{third}migrate:\n  - from: \"<3.0\"\n    states: {{ TRIAL: TRYING }}\n    set: {{ seats: many }}\n");
    let deploy = "--deploy-at 2026-06-02T00:00:00Z --deploy-at 2026-06-05T00:00:00Z --until 2026-06-30T00:00:00Z";
    let ran = run(&format!("old.yaml second.yaml third.yaml {deploy} --format jsonl"))
        .file("second.yaml", second)
        .file("third.yaml", third)
        .exits(0);
    assert_eq!(ran.stdout().matches(r#""kind":"move""#).count(), 2, "once to each: {}", ran.stdout());
}

#[test]
fn the_same_version_of_two_commits_is_one() {
    let other = OLD.replace("journey: trial", "journey: other");
    Wayfare::new("run git:HEAD~1 . --events events.jsonl --quiet --deploy-at 2026-06-05T00:00:00Z")
        .file("wayfare.toml", "[project]\njourneys = [\".\"]\n")
        .file("trial.yaml", OLD)
        .file("other.yaml", other)
        .file("events.jsonl", EVENTS)
        .commit("one")
        .file("trial.yaml", new().replace("{ seats: int, plan: string }", "{ seats: int }"))
        .commit("two")
        .exits(0);
}

/// Events of a few people, of whom some turn out to be one, before and after two versions take effect.
fn crowd() -> String {
    let mut state = 7_u64;
    let mut draw = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    let mut text = String::new();
    for number in 0..3_000_u64 {
        let kind = ["SIGNED_UP", "PAID", "SIGNED_UP"][draw(3) as usize];
        let at = 1_780_000_000_000 + number * 900_000 + draw(40) * 1_800_000;
        let who = match draw(3) {
            0 => format!(r#""anonymousId":"a{}""#, draw(150)),
            1 => format!(r#""userId":"u{}","anonymousId":"a{}""#, draw(150), draw(150)),
            _ => format!(r#""userId":"u{}""#, draw(150)),
        };
        let payload = if kind == "PAID" { "{}" } else { r#"{"seats":2,"plan":"gold"}"# };
        let _ =
            writeln!(text, r#"{{"eventId":"e{number}",{who},"type":"{kind}","timestamp":{at},"payload":{payload}}}"#);
    }
    text
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let third = new().replace("2.0.0", "2.1.0").replace("after: 2d", "after: 1d");
    let deploy = "--deploy-at 1780900000000 --deploy-at 1781800000000";
    let run = |threads: usize| {
        let files = "old.yaml new.yaml third.yaml";
        Wayfare::new(&format!("run {files} --events crowd.jsonl {deploy} --trace --threads {threads} --format jsonl"))
            .file("old.yaml", OLD)
            .file("new.yaml", new())
            .file("third.yaml", &third)
            .file("crowd.jsonl", crowd())
            .exits(0)
            .stdout()
    };
    let one = run(1);
    assert!(one.matches(r#""kind":"move""#).count() > 50, "people move");
    assert!(one.contains(r#""version":"2.1.0""#) && one.contains(r#""version":"1.2.0""#));
    assert_eq!(one, run(3));
}
