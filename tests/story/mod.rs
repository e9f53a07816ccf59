//! Journeys in YAML, events in a short hand, and what a run says of them, the same for one thread and for three.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::fmt::Write as _;
use std::io;

use wayfare::embed::journeys::Journeys;
use wayfare::report::final_state::{self, Format as Table};
use wayfare::report::paint::Paint;
use wayfare::report::records::collector::{Format, Reporter, Wanted};
use wayfare::report::tally::Tally;
use wayfare::runner::run::{Options, Output, run};
use wayfare::terms::time::{parse_duration, parse_instant};

/// The instant from which events count.
pub const START: &str = "2026-01-05T09:00:00Z";

/// How a story is told.
#[derive(Clone, Copy)]
pub enum Told {
    /// For people, ignored events too.
    Text,
    /// As JSON.
    Jsonl,
    /// Only what is left in the end.
    Final,
}

#[derive(Default)]
struct Bytes(Vec<u8>);

impl Output for Bytes {
    fn records(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn dead_letters(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn progress(&mut self, _: u64, _: u64) {}
}

/// Compiles journeys and catalogs, each a text of YAML without its first line `wayfare: 1`.
pub fn journeys(files: &[&str]) -> Journeys {
    let named = |(number, text): (usize, &&str)| {
        let first = text.trim_start();
        let body = if first.starts_with('[') { (*text).to_owned() } else { format!("wayfare: 1\n{first}") };
        let path = if first.starts_with('[') { "wayfare.toml".to_owned() } else { format!("{number}.yaml") };
        (path, body)
    };
    Journeys::from_text(files.iter().enumerate().map(named)).unwrap_or_else(|refusal| panic!("{refusal}"))
}

/// Lines of `+1d12h ada PAID {payload}, "member": …`: when after the start, who (`~x` for an unknown person, `ada~x`
/// for both), which event, optionally its payload and further members. Each has its own id, `e-1` and so on. A line
/// `until +3d` ends it.
pub fn events(text: &str) -> (Vec<u8>, Option<i64>) {
    let start = parse_instant(START).unwrap();
    let at = |text: &str| match text.strip_prefix('+') {
        Some(after) => start + parse_duration(after).unwrap(),
        None => parse_instant(text).unwrap(),
    };
    let (mut out, mut until) = (String::new(), None);
    for (number, line) in text.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
        let mut words = line.splitn(4, ' ');
        let when = words.next().unwrap();
        if when == "until" {
            until = words.next().map(at);
            continue;
        }
        let (who, kind, rest) = (words.next().unwrap(), words.next().unwrap(), words.next().unwrap_or(""));
        let mut members = String::new();
        let (user, anonymous) = who.split_once('~').map_or((who, ""), |(user, anonymous)| (user, anonymous));
        for (key, id) in [("userId", user), ("anonymousId", anonymous)] {
            if !id.is_empty() {
                write!(members, r#","{key}":"{id}""#).unwrap();
            }
        }
        if rest.starts_with('{') {
            write!(members, r#","payload":{rest}"#).unwrap();
        } else if !rest.is_empty() {
            write!(members, ",{rest}").unwrap();
        }
        let id = if rest.contains("\"eventId\"") { String::new() } else { format!(r#","eventId":"e-{}""#, number + 1) };
        writeln!(out, r#"{{"type":"{kind}","timestamp":{}{id}{members}}}"#, at(when)).unwrap();
    }
    (out.into_bytes(), until)
}

/// What a run of `events` says.
pub fn story(journeys: &Journeys, text: &str, told: Told) -> String {
    let (input, until) = events(text);
    let [alone, together] =
        [1, 3].map(|threads| once(journeys, &input, Options { threads, until, rollout: None }, told));
    assert_eq!(alone, together, "the output depends on the number of threads");
    alone
}

fn once(journeys: &Journeys, input: &[u8], options: Options<'_>, told: Told) -> String {
    let records = match told {
        Told::Text => Some(Format::Text(Paint::Plain)),
        Told::Jsonl => Some(Format::Jsonl),
        Told::Final => None,
    };
    let wanted = Wanted { records, ignored: true, dead_letters: false };
    let collector = || Reporter::new(wanted, Tally::new(&journeys.fleet));
    let mut out = Bytes::default();
    let finished = run(&journeys.fleet, &journeys.settings, options, &mut &*input, &collector, &mut out).unwrap();
    if let Told::Final = told {
        final_state::write(&journeys.fleet, &finished.people, Table::Csv, &mut out.0).unwrap();
    }
    String::from_utf8(out.0).unwrap()
}
