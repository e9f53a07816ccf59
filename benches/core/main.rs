//! Events parsed beforehand through the orchestrator and the engine, against the same written by hand in Rust:
//! processor time, allocations, and how the cost of an event grows with journeys and states (it must not).

#![allow(clippy::disallowed_methods, reason = "a bench measures, and is told its size by the environment")]
#![allow(clippy::print_stdout, reason = "its report")]

#[path = "../end_to_end/floor.rs"]
#[allow(dead_code, reason = "reading and writing files is the other bench's")]
mod floor;
#[path = "../end_to_end/generate.rs"]
mod generate;
mod journeys;
mod library;
#[path = "../scale.rs"]
mod scale;

use std::alloc::System;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use generate::Size;
use library::{Crowd, compile};
use scale::{Scale, spread};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use wayfare::intake::decode::Decoder;

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const ROUNDS: usize = 7;
const RATIO: f64 = 2.2;
/// How far the curves may rise from their first point: caches and clocks are not still.
const RISE: f64 = 1.3;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<ExitCode, Failure> {
    let (scale, folder) = (Scale::asked(), tempfile::tempdir()?);
    let folder = folder.path();
    allocations(folder, scale.pick(200_000, 2_000))?;
    Ok(scale.end(&[
        against_hand(folder, scale)?,
        curve(folder, scale, "journeys", (&scale.pick([1, 10, 100, 1_000], [1, 2, 3, 4]), journeys::many))?,
        curve(folder, scale, "states", (&scale.pick([10, 100, 1_000, 10_000], [10, 11, 12, 13]), journeys::large))?,
    ]))
}

/// The subscription journey on the events of the other bench.
fn against_hand(folder: &Path, scale: Scale) -> Result<bool, Failure> {
    let told = std::env::var("WAYFARE_BENCH_EVENTS").ok().map(|text| text.parse()).transpose()?;
    let events = scale.pick(told.unwrap_or(500_000), 2_000);
    let file = folder.join("events.jsonl");
    generate::write(&file, Size { events, people: events / 10 })?;
    let text = std::fs::read_to_string(&file)?;
    let fleet = compile(folder, &[include_str!("../end_to_end/subscription.yaml").to_owned()])?;
    let decoder = Decoder::new(&fleet);
    let ours: Vec<_> = text.lines().filter_map(|line| decoder.decode(line.as_bytes(), 1).ok()).collect();
    let theirs: Vec<_> = text.lines().filter_map(floor::parse).collect();
    let mut ratios = Vec::new();
    for _ in 0..scale.pick(ROUNDS, 1) {
        let (by_hand, effects) = timed(|| {
            let mut program = floor::Program::default();
            for event in &theirs {
                program.take(event);
            }
            program.effects()
        });
        let (by_journey, found) = timed(|| {
            let mut crowd = Crowd::new(&fleet, library::MONTH);
            crowd.take_all(&ours);
            crowd.effects()
        });
        if effects != found {
            return Err(format!("{effects} effects by hand, {found} by the journey").into());
        }
        ratios.push(by_journey / by_hand);
    }
    Ok(scale.judge("core / by hand", spread(ratios), RATIO))
}

/// People who walk in a circle: guards that read context and payload, values set, states left and entered.
fn allocations(folder: &Path, events: usize) -> Result<(), Failure> {
    let fleet = compile(folder, &[journeys::circle()])?;
    let lines = journeys::circle_events(events, events / 200);
    let decoder = Decoder::new(&fleet);
    let events: Vec<_> = lines.iter().filter_map(|line| decoder.decode(line.as_bytes(), 1).ok()).collect();
    // Keys are forgotten after a minute, so that their memory is steady too.
    let mut crowd = Crowd::new(&fleet, 60_000);
    let (warm, steady) = events.split_at(events.len() / 2);
    crowd.take_all(warm);
    let region = Region::new(COUNTED);
    crowd.take_all(steady);
    let count = region.change().allocations + region.change().reallocations;
    let told = format!("allocations in {} events of the steady state: {count}, at most 0", steady.len());
    if count > 0 {
        return Err(told.into());
    }
    println!("{told}");
    Ok(())
}

/// The journeys of a project of some size.
type Project = fn(usize) -> Vec<String>;

/// The cost of one event as something grows that it does not touch; the sizes take turns.
fn curve(folder: &Path, scale: Scale, what: &str, (sizes, project): (&[usize], Project)) -> Result<bool, Failure> {
    let (events, people) = scale.pick((50_000, 1_000), (100, 10));
    let lines = journeys::circle_events(events, people);
    let fleets: Vec<_> = sizes.iter().map(|&size| compile(folder, &project(size))).collect::<Result<_, _>>()?;
    let events_of = |fleet| {
        let decoder = Decoder::new(fleet);
        lines.iter().filter_map(|line| decoder.decode(line.as_bytes(), 1).ok()).collect::<Vec<_>>()
    };
    let events: Vec<_> = fleets.iter().map(events_of).collect();
    let mut costs = vec![f64::INFINITY; sizes.len()];
    for _ in 0..scale.pick(ROUNDS, 1) {
        for ((fleet, events), cost) in fleets.iter().zip(&events).zip(&mut costs) {
            let mut crowd = Crowd::new(fleet, library::MONTH);
            let (seconds, ()) = timed(|| crowd.take_all(events));
            *cost = cost.min(seconds / events.len() as f64 * 1e9);
        }
    }
    let shown: Vec<_> = sizes.iter().zip(&costs).map(|(size, cost)| format!("{size}: {cost:.0} ns")).collect();
    let rise = costs[costs.len() - 1] / costs[0];
    let what = format!("rise of the cost of an event by {what} ({})", shown.join(", "));
    Ok(scale.judge(&what, (rise, rise, rise), RISE))
}

fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed().as_secs_f64(), result)
}
