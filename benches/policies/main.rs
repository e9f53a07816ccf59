//! What people, time and policies cost: the plain journey of the other bench against two journeys that hear every
//! event, with timers, consent, caps, quiet hours, keys, and unknown people who log in.
//!
//! Each side runs in a process of its own; the rounds alternate. `WAYFARE_BENCH_EVENTS` makes it smaller.

#![allow(clippy::disallowed_methods, reason = "a bench measures, and is told its size by the environment")]
#![allow(clippy::print_stdout, reason = "its report")]

mod crowd;
#[path = "../end_to_end/generate.rs"]
mod generate;
#[path = "../end_to_end/measure.rs"]
mod measure;
#[path = "../end_to_end/ours.rs"]
mod ours;
#[path = "../scale.rs"]
mod scale;
mod steady;

use std::alloc::System;
use std::path::Path;
use std::process::ExitCode;

use generate::Size;
use measure::{Spread, child, report_own};
use scale::Scale;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const ROUNDS: usize = 5;
const CPU: f64 = 3.0;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<ExitCode, Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [side @ ("plain" | "policies"), folder] => {
            let folder = Path::new(folder).join(side);
            let effects =
                ours::run(&folder.join("journeys"), &folder.join("events.jsonl"), &folder.join("table.csv"), 1)?;
            report_own(effects)?;
            Ok(ExitCode::SUCCESS)
        }
        _ => compare(),
    }
}

fn compare() -> Result<ExitCode, Failure> {
    let scale = Scale::asked();
    let told = std::env::var("WAYFARE_BENCH_EVENTS").ok().map(|text| text.parse()).transpose()?;
    let events = scale.pick(told.unwrap_or(1_000_000), 2_000);
    let size = Size { events, people: events / 10 };
    let folder = tempfile::tempdir()?;
    let place = folder.path().to_str().ok_or("the temporary folder has no readable name")?;
    for side in ["plain", "policies"] {
        std::fs::create_dir_all(folder.path().join(side).join("journeys"))?;
    }
    let put = |path: &str, text: &str| std::fs::write(folder.path().join(path), text);
    put("plain/journeys/subscription.yaml", include_str!("../end_to_end/subscription.yaml"))?;
    put("policies/journeys/shop.yaml", include_str!("catalog.yaml"))?;
    put("policies/journeys/care.yaml", include_str!("care.yaml"))?;
    put("policies/journeys/orders.yaml", include_str!("orders.yaml"))?;
    let plain = generate::write(&folder.path().join("plain/events.jsonl"), size)?;
    let heavy = crowd::write(&folder.path().join("policies/events.jsonl"), size)?;
    println!("{events} events, of {} bytes plain, of {} bytes with policies", plain / events, heavy / events);
    let mut cpu = Spread::default();
    for _ in 0..scale.pick(ROUNDS, 1) {
        let plain = child(&["plain", place])?;
        let heavy = child(&["policies", place])?;
        cpu.add(heavy.cpu / plain.cpu);
        if plain.effects == 0 || heavy.effects == 0 {
            return Err("nothing happened, so nothing was measured".into());
        }
        if scale == Scale::Whole {
            println!("plain {plain}, {} effects; policies {heavy}, {} effects", plain.effects, heavy.effects);
        }
    }
    steady::allocations(&folder.path().join("policies/journeys"))?;
    Ok(scale.end(&[cpu.judge(scale, "processor time, policies / plain", CPU)]))
}
