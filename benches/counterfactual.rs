//! The same events in two versions, against one run of them in one.
//!
//! Prints each ratio as median (least to greatest) and fails where a median is above what we promise.
//!
//! Memory stays with the process once it has it: two worlds hold twice as much, and how long a kernel, and what is below
//! it, takes to hand out a gigabyte swings by a second from one minute to the next, the length of the work itself.
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![allow(clippy::print_stdout, reason = "a bench prints")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench may stop where it stands")]

#[path = "../tests/rehearsed/mod.rs"]
mod rehearsed;
mod scale;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};
use std::{env, io};

use rehearsed::{NEWS, OLD, edited, events};
use scale::{Scale, spread};
use wayfare::embed::journeys::Journeys;
use wayfare::report::records::collector::{Reporter, Wanted};
use wayfare::report::tally::Tally;
use wayfare::runner::run::{Options, Output, run};
use wayfare::trial::counterfactual::outcome::{Outcome, People};
use wayfare::trial::counterfactual::rehearse::rehearse;
use wayfare::trial::counterfactual::worlds::Worlds;

/// The program's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 9;
const AT_MOST: f64 = 2.3;

struct Nowhere;

impl Output for Nowhere {
    fn records(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn dead_letters(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn progress(&mut self, _: u64, _: u64) {}
}

/// What the allocator reads where it starts: it gives nothing back.
const KEEP: (&str, &str) = ("MIMALLOC_PURGE_DELAY", "-1");

fn main() -> ExitCode {
    let scale = Scale::asked();
    if scale == Scale::Whole && env::var_os(KEEP.0).is_none() {
        let status =
            Command::new(env::current_exe().unwrap()).args(env::args_os().skip(1)).env(KEEP.0, KEEP.1).status();
        return if status.unwrap().success() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let lines = scale.pick(1_000_000, 2_000);
    let text = some(lines);
    let old = compiled(OLD);
    let changes = [
        ("nothing", vec![]),
        ("guards, timers, values", vec![0, 1, 2]),
        ("what people get", vec![3, 4]),
        ("a contract", vec![5]),
    ];
    let cases = changes.iter().flat_map(|change| [1, 2].map(|threads| (change, threads)));
    let kept: Vec<bool> = cases
        .map(|((name, edits), threads)| {
            let new = compiled(&edited(edits.iter().copied()));
            let mut ratios = Vec::new();
            let mut people = People::default();
            if scale == Scale::Whole {
                drop((one(&new, &text, threads), two(&old, &new, &text, threads)));
            }
            for _ in 0..scale.pick(ROUNDS, 1) {
                let (alone, read) = time(|| one(&new, &text, threads));
                let (both, outcome) = time(|| two(&old, &new, &text, threads));
                assert_eq!(outcome.lines, read, "both read everything");
                people = outcome.people;
                ratios.push(both.as_secs_f64() / alone.as_secs_f64());
            }
            assert_eq!(people.same == people.total(), edits.is_empty(), "{name}: who differs is found");
            let what = format!(
                "{name} changed, {lines} events, {} people elsewhere, threads: {threads}: both / one run",
                people.elsewhere
            );
            scale.judge(&what, spread(ratios), AT_MOST)
        })
        .collect();
    scale.end(&kept)
}

/// So many lines of events.
fn some(lines: usize) -> String {
    let mut text = events(1, lines as u64 * 2 / 5, true);
    let end = text.match_indices('\n').nth(lines - 1).map(|(at, _)| at + 1).expect("enough events");
    text.truncate(end);
    text
}

fn compiled(text: &str) -> Journeys {
    Journeys::from_text([("trial.yaml", text), ("news.yaml", NEWS)]).unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn one(journeys: &Journeys, text: &str, threads: usize) -> u64 {
    let wanted = Wanted { records: None, ignored: false, dead_letters: false };
    let collector = || Reporter::new(wanted, Tally::new(&journeys.fleet));
    let options = Options { threads, until: None, rollout: None };
    let mut input = text.as_bytes();
    run(&journeys.fleet, &journeys.settings, options, &mut input, &collector, &mut Nowhere).unwrap().lines
}

fn two(old: &Journeys, new: &Journeys, text: &str, threads: usize) -> Outcome {
    let settings = [&old.settings, &new.settings];
    let worlds = Worlds::new([&old.fleet, &new.fleet], settings, &BTreeMap::new());
    rehearse(&worlds, (threads, None), &mut text.as_bytes(), &mut Nowhere).unwrap()
}

fn time<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let result = black_box(work());
    (begun.elapsed(), result)
}
