//! `run`: people move, records come out, and what cannot be done is said before anything is written.

mod harness;

use std::process::{Command, Stdio};

use harness::{Ran, Wayfare};
use insta::assert_snapshot;

const JOURNEY: &str = include_str!("harness/welcome.yaml");
const EVENTS: &str = include_str!("harness/events.jsonl");

/// A run of the sample events through the sample journey with these arguments more.
fn run(more: &str) -> Wayfare {
    Wayfare::new(&format!("run welcome.yaml --events events.jsonl {more}"))
        .file("welcome.yaml", JOURNEY)
        .file("events.jsonl", EVENTS)
}

#[test]
fn people_can_follow_what_happened() {
    assert_snapshot!(run("--format text --trace").exits(0).snapshot());
}

#[test]
fn programs_get_a_record_a_line() {
    assert_snapshot!(run("").exits(0).snapshot());
}

#[test]
fn quiet_prints_only_the_summary() {
    let ran = run("--quiet").exits(0);
    assert_eq!(ran.stdout(), "");
    assert!(ran.stderr().contains("events"), "{}", ran.stderr());
}

#[test]
fn the_summary_is_the_same_whatever_is_shown() {
    let summary = |more: &str| {
        let two = JOURNEY.replace("journey: welcome", "journey: other");
        run(&format!("other.yaml {more}")).file("other.yaml", two).exits(0).stderr()
    };
    let plain = summary("");
    for more in ["--trace", "--quiet", "--quiet --trace", "--format text --threads 3"] {
        assert_eq!(summary(more), plain, "{more}");
    }
}

#[test]
fn what_did_nothing_is_told_with_trace_alone() {
    let kinds = |ran: Ran| ran.json_lines().iter().filter(|line| line["kind"] == "ignored").count();
    assert_eq!(kinds(run("").exits(0)), 0);
    assert!(kinds(run("--trace").exits(0)) >= 2);
}

#[test]
fn records_and_final_states_are_the_same_on_any_number_of_threads() {
    let of = |threads: u8| {
        let ran = run(&format!("--trace --threads {threads} --final f.csv --dead-letters d.jsonl")).exits(0);
        (ran.stdout(), ran.stderr(), ran.read("f.csv"), ran.read("d.jsonl"))
    };
    let one = of(1);
    for threads in [2, 3, 8] {
        assert_eq!(one, of(threads));
    }
}

#[test]
fn final_states_are_a_table_or_lines_of_json() {
    let ran = run("--quiet --final final.csv").exits(0);
    assert_snapshot!(ran.read("final.csv"));
    assert_snapshot!(run("--quiet --final final.jsonl").exits(0).read("final.jsonl"));
    assert_eq!(ran.files(), ["events.jsonl", "final.csv", "welcome.yaml"]);
}

#[test]
fn dead_letters_keep_their_lines() {
    let ran = run("--quiet --dead-letters dead.jsonl").exits(0);
    assert_snapshot!(ran.read("dead.jsonl"));
}

#[test]
fn strict_says_so_when_something_could_not_be_processed() {
    run("--strict --quiet").exits(1);
    run("--quiet").exits(0);
    Wayfare::new("run welcome.yaml --events - --strict --quiet").file("welcome.yaml", JOURNEY).stdin("").exits(0);
}

#[test]
fn timers_fire_up_to_the_instant_that_was_asked_for() {
    let lost = |more: &str| {
        let lines = run(more).exits(0).json_lines();
        lines.iter().filter(|line| line["cause"]["timer"] == "gave-up").count()
    };
    assert_eq!(lost("--until 1700000010000"), 0);
    assert_eq!(lost("--until 2023-12-31T00:00:00Z"), 1);
}

#[test]
fn events_come_from_standard_input_too() {
    let read = run("").exits(0).stdout();
    let piped = Wayfare::new("run welcome.yaml --events -").file("welcome.yaml", JOURNEY).stdin(EVENTS).exits(0);
    assert_eq!(read, piped.stdout());
}

#[test]
fn a_journey_comes_from_standard_input_too() {
    let read = run("").exits(0).stdout();
    let piped = Wayfare::new("run - --events events.jsonl").file("events.jsonl", EVENTS).stdin(JOURNEY).exits(0);
    assert_eq!(read, piped.stdout());
}

#[test]
fn errors_of_the_language_stop_a_run() {
    let broken = JOURNEY.replace("guard: event.payload.amount > 10.0", "guard: event.payload.amont > 10.0");
    let ran = Wayfare::new("run welcome.yaml --events events.jsonl --final f.csv")
        .file("welcome.yaml", broken)
        .file("events.jsonl", EVENTS)
        .exits(2);
    assert_eq!(ran.stdout(), "");
    assert!(ran.stderr().contains("error[unknown-name]") && ran.stderr().contains("nothing was run"));
    assert_eq!(ran.files(), ["events.jsonl", "welcome.yaml"]);
}

#[test]
fn warnings_stop_nothing_and_rivals_do() {
    let other = JOURNEY
        .replace("journey: welcome", "journey: other")
        .replace("amount: {", "price: {")
        .replace(".amount", ".price");
    let refused = |second: &str| {
        let ran = Wayfare::new("run a b --events -")
            .file("a/welcome.yaml", JOURNEY)
            .file("b/second.yaml", second)
            .stdin(EVENTS)
            .exits(2);
        ran.stderr()
    };
    assert_snapshot!(format!("{}{}", refused(JOURNEY), refused(&other)));
    let fine = JOURNEY.replace("journey: welcome", "journey: other");
    let ran = Wayfare::new("run a b --events - --quiet").file("a/w.yaml", JOURNEY).file("b/o.yaml", fine);
    assert!(ran.stdin(EVENTS).exits(0).stderr().contains("  other "));
}

#[test]
fn what_cannot_work_is_said_before_the_run() {
    let mut all = String::new();
    for arguments in [
        "run missing.yaml --events events.jsonl",
        "run welcome.yaml --events missing.jsonl",
        "run welcome.yaml --events folder",
        "run welcome.yaml --events events.jsonl --final final.txt",
        "run welcome.yaml --events events.jsonl --final missing/final.csv",
        "run welcome.yaml --events events.jsonl --dead-letters folder",
        "run welcome.yaml --events events.jsonl --final x.jsonl --dead-letters x.jsonl",
        "run welcome.yaml --events events.jsonl --until tomorrow",
        "run welcome.yaml --events events.jsonl --threads 0",
        "run - --events -",
        "run welcome.yaml",
    ] {
        let ran = Wayfare::new(arguments)
            .file("welcome.yaml", JOURNEY)
            .file("events.jsonl", EVENTS)
            .file("folder/readme", "")
            .exits(2);
        assert_eq!(ran.stdout(), "", "{arguments}");
        assert_eq!(ran.files(), ["events.jsonl", "folder", "welcome.yaml"], "{arguments}");
        all = format!("{all}$ wayfare {arguments}\n{}\n", ran.stderr());
    }
    assert_snapshot!(all);
}

#[test]
fn colours_are_for_terminals_unless_they_are_asked_for() {
    let coloured = |wayfare: Wayfare| wayfare.exits(0).stdout().contains('\u{1b}');
    assert!(!coloured(run("--format text")));
    assert!(coloured(run("--format text --color always")));
    assert!(coloured(run("--format text").env("CLICOLOR_FORCE", "1")));
    assert!(!coloured(run("--format text --color never").env("CLICOLOR_FORCE", "1")));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let ran = run("").exits(0);
    let signed_up =
        |n: u32| format!("{{\"eventId\":\"e-{n}\",\"userId\":\"u-{n}\",\"type\":\"SIGNED_UP\",\"timestamp\":{n}}}");
    let many = (0..20_000).map(signed_up).collect::<Vec<_>>().join("\n");
    std::fs::write(ran.path("many.jsonl"), many).expect("a file");
    let mut child = Command::new(env!("CARGO_BIN_EXE_wayfare"))
        .args(["run", "welcome.yaml", "--events", "many.jsonl"])
        .current_dir(ran.path("."))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}
