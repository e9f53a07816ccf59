//! The same events in two versions, against one run of them in one.
//!
//! Prints each ratio as median (least to greatest) and fails where a median is above what we promise.
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![allow(clippy::print_stdout, reason = "a bench prints")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench may stop where it stands")]

#[path = "../tests/rehearsed/mod.rs"]
mod rehearsed;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use rehearsed::{NEWS, OLD, edited, events};
use wayfare::embed::journeys::Journeys;
use wayfare::report::records::collector::{Reporter, Wanted};
use wayfare::report::tally::Tally;
use wayfare::runner::run::{Options, Output, run};
use wayfare::trial::counterfactual::rehearse::rehearse;
use wayfare::trial::counterfactual::worlds::Worlds;

const ROUNDS: usize = 9;
const LINES: usize = 1_000_000;

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

fn main() -> ExitCode {
    let mut text = events(1, LINES as u64 * 2 / 7, true);
    assert!(text.lines().count() >= LINES, "{} lines", text.lines().count());
    let end = text.match_indices('\n').nth(LINES - 1).map_or(text.len(), |(at, _)| at + 1);
    text.truncate(end);
    let old = compiled(OLD);
    let mut ok = true;
    for (name, edits) in [
        ("nothing", vec![]),
        ("guards, timers, values", vec![0, 1, 2]),
        ("what people get", vec![3, 4]),
        ("a contract", vec![5]),
    ] {
        let new = compiled(&edited(edits));
        for threads in [1, 2] {
            let mut ratios = Vec::new();
            let mut elsewhere = 0;
            for _ in 0..ROUNDS {
                let alone = time(|| one(&new, &text, threads)).0;
                let (both, moved) = time(|| two(&old, &new, &text, threads));
                elsewhere = moved;
                ratios.push(both.as_secs_f64() / alone.as_secs_f64());
            }
            ratios.sort_by(f64::total_cmp);
            let median = ratios[ROUNDS / 2];
            println!(
                "{name} changed, {LINES} events, {elsewhere} people elsewhere, threads: {threads}: both / one run: {median:.2} ({:.2} to {:.2}), at most 2.3",
                ratios[0],
                ratios[ROUNDS - 1]
            );
            ok &= median <= 2.3;
        }
    }
    if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE }
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

fn two(old: &Journeys, new: &Journeys, text: &str, threads: usize) -> u64 {
    let settings = [&old.settings, &new.settings];
    let worlds = Worlds::new([&old.fleet, &new.fleet], settings, &BTreeMap::new());
    rehearse(&worlds, (threads, None), &mut text.as_bytes(), &mut Nowhere).unwrap().people.elsewhere
}

fn time<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let result = black_box(work());
    (begun.elapsed(), result)
}
