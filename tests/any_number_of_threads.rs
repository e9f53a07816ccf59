//! The output of a run is the same for every number of threads.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod support;

use std::fmt::Write as _;
use std::io;

use wayfare::graph::fleet::Fleet;
use wayfare::orchestrator::process::Settings;
use wayfare::runner::run::{Options, Output, RunError, run};

use support::{Draft, Notes, Written, fleet};

fn settings() -> Settings {
    Settings { idempotency_window: 1_000_000, processing_opt_in: false }
}

fn journeys() -> Fleet {
    let walk = Draft::new("walk", &["ONE", "TWO", "END"])
        .entry(&["START", "GO"])
        .on("ONE", "go", "GO", "TWO")
        .after("ONE", "bored", 300, "END")
        .on("TWO", "stop", "STOP", "END")
        .emit("NEWS")
        .after("TWO", "nudge", 200, "");
    let watch = Draft::new("watch", &["ONE", "END"])
        .entry(&["START"])
        .on("ONE", "news", "NEWS", "ONE")
        .schedule("STOP", 70)
        .exit("out", "LEAVE");
    fleet(vec![walk, watch])
}

/// Events of few people, out of order, twice, broken, with blank lines, some long, some of two people in one.
fn events(seed: u64, count: usize) -> Vec<u8> {
    let mut state = seed;
    let mut draw = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    // Enough of them that some meet in every batch.
    let people = if count > 1_000 { 6_000 } else { 40 };
    let mut text = String::new();
    for line in 0..count as u64 {
        let kind = ["START", "GO", "STOP", "NEWS", "LEAVE", "UNKNOWN"][draw(6) as usize];
        let who = if draw(4) == 0 { "anonymousId" } else { "userId" };
        let (user, key, at) = (draw(people), draw(count as u64), line * 10 + draw(500));
        match draw(20) {
            0 => text.push_str("{\"userId\":\"u-1\",broken\n"),
            1 => text.push_str(" \r\n\n"),
            2 => {
                writeln!(text, "{{\"type\":\"GO\",\"userId\":\"u-{user}\",\"pad\":\"{}\"}}", "x".repeat(3_000))
                    .unwrap();
            }
            3 => {
                let other = draw(people);
                writeln!(
                    text,
                    r#"{{"type":"{kind}","userId":"u-{user}","anonymousId":"u-{other}","eventId":"e-{key}","timestamp":{at}}}"#
                )
                .unwrap();
            }
            _ => {
                let end = if draw(2) == 0 { "\n" } else { "\r\n" };
                write!(text, r#"{{"type":"{kind}","{who}":"u-{user}","eventId":"e-{key}","timestamp":{at}}}{end}"#)
                    .unwrap();
            }
        }
    }
    if draw(2) == 0 {
        text.truncate(text.trim_end().len());
    }
    text.into_bytes()
}

fn output(fleet: &Fleet, input: &[u8], threads: usize, trace: bool) -> (Written, String) {
    let mut written = Written::default();
    let options = Options { threads, until: None, rollout: None };
    let collector = || Notes { trace, ..Notes::default() };
    let finished = run(fleet, &settings(), options, &mut &*input, &collector, &mut written).unwrap();
    let mut rest = format!("{} lines until {}\n", finished.lines, finished.until);
    for person in &finished.people {
        writeln!(rest, "{} {}", person.id, person.anonymous).unwrap();
        if !person.aliases().is_empty() {
            writeln!(rest, "  also {}", person.aliases().join(" ")).unwrap();
        }
        for visit in &person.visits {
            writeln!(rest, "  {} {:?} {}", visit.journey, visit.instance, visit.last_event_at).unwrap();
        }
    }
    let unheard: usize = finished.collectors.iter().map(|notes| notes.unheard).sum();
    writeln!(rest, "{unheard} unheard").unwrap();
    (written, rest)
}

#[test]
fn output_does_not_depend_on_the_number_of_threads() {
    let fleet = journeys();
    for seed in 0..12 {
        let input = events(seed, if seed == 0 { 80_000 } else { 400 });
        for trace in [false, true] {
            let alone = output(&fleet, &input, 1, trace);
            assert!(alone.0.records.len() > 1_000 && !alone.0.letters.is_empty());
            for threads in [2, 3, 7] {
                let together = output(&fleet, &input, threads, trace);
                assert!(alone == together, "seed {seed}, {threads} threads");
            }
        }
    }
}

#[test]
fn people_are_sorted_and_known_ones_come_first() {
    let fleet = journeys();
    let (_, rest) = output(&fleet, &events(3, 400), 2, false);
    let people: Vec<_> = rest.lines().filter(|line| line.starts_with("u-")).collect();
    let mut sorted = people.clone();
    sorted.sort_unstable();
    assert_eq!(people, sorted);
    assert!(people.iter().any(|person| people.contains(&person.replace("false", "true").as_str())));
    assert!(rest.contains("  also "));
}

#[test]
fn lines_that_are_no_event_are_told_at_their_place() {
    let input =
        b"\xef\xbb\xbf{}\n\n{\"type\":\"START\",\"userId\":\"u\",\"eventId\":\"e\",\"timestamp\":5}\r\nnonsense";
    for threads in [1, 2] {
        let (written, _) = output(&journeys(), input, threads, false);
        assert_eq!(
            String::from_utf8(written.records).unwrap().lines().collect::<Vec<_>>(),
            [
                "? - line 1 dead not-an-event: `type`: missing; say which event it is",
                "u walk START#e enter  > ONE",
                "u watch START#e enter  > ONE",
                "? - line 4 dead not-an-event: not JSON: expected ident, at byte 2 of the line",
            ]
        );
        assert_eq!(written.letters, b"{}\nnonsense\n");
    }
}

struct Closed;

impl Output for Closed {
    fn records(&mut self, _: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn dead_letters(&mut self, _: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn progress(&mut self, _: u64, _: u64) {}
}

struct Broken;

impl io::Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("gone"))
    }
}

#[test]
fn errors_of_reading_and_writing_end_the_run() {
    let fleet = journeys();
    for threads in [1, 2] {
        let options = Options { threads, until: None, rollout: None };
        let written = run(&fleet, &settings(), options, &mut &*events(1, 100), &Notes::default, &mut Closed);
        assert!(matches!(written, Err(RunError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe));
        let read = run(&fleet, &settings(), options, &mut Broken, &Notes::default, &mut Written::default());
        assert!(matches!(read, Err(RunError::Read(_))));
    }
}
