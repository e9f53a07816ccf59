//! From a file of events to a table of people: the journey in YAML against the same written by hand in Rust.
//!
//! Each side runs in a process of its own, so that its memory and processor time are its own; the rounds alternate.
//! Ratios of one run count; seconds are only shown. `WAYFARE_BENCH_EVENTS` makes it smaller.

#![allow(clippy::disallowed_methods, reason = "a bench measures, and is told its size by the environment")]
#![allow(clippy::print_stdout, reason = "its report")]

mod floor;
mod generate;
mod measure;
mod ours;
#[path = "../scale.rs"]
mod scale;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use generate::Size;
use measure::{Cost, Spread, child, report_own};
use scale::Scale;

const ROUNDS: usize = 5;
const CPU: f64 = 1.5;
const MEMORY: f64 = 1.5;
const WALL: f64 = 0.8;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<ExitCode, Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["floor", folder] => {
            report_own(floor::run(&events(folder), &Path::new(folder).join("floor.csv"))?)?;
            Ok(ExitCode::SUCCESS)
        }
        ["ours", threads, folder] => {
            let table = Path::new(folder).join("ours.csv");
            let journey = Path::new(folder).join("subscription.yaml");
            report_own(ours::run(&journey, &events(folder), &table, threads.parse()?)?)?;
            Ok(ExitCode::SUCCESS)
        }
        _ => compare(),
    }
}

fn events(folder: &str) -> PathBuf {
    Path::new(folder).join("events.jsonl")
}

fn compare() -> Result<ExitCode, Failure> {
    let scale = Scale::asked();
    let told = std::env::var("WAYFARE_BENCH_EVENTS").ok().map(|text| text.parse()).transpose()?;
    let events = scale.pick(told.unwrap_or(1_000_000), 2_000);
    let size = Size { events, people: events / 10 };
    let folder = tempfile::tempdir()?;
    let place = folder.path().to_str().ok_or("the temporary folder has no readable name")?;
    std::fs::write(folder.path().join("subscription.yaml"), include_str!("subscription.yaml"))?;
    let bytes = generate::write(&folder.path().join("events.jsonl"), size)?;
    println!("{} events of {} bytes over {} people", size.events, bytes / size.events, size.people);
    let (mut cpu, mut memory, mut wall) = (Spread::default(), Spread::default(), Spread::default());
    for _ in 0..scale.pick(ROUNDS, 1) {
        let floor = child(&["floor", place])?;
        let one = child(&["ours", "1", place])?;
        same_table(folder.path(), &floor, &one)?;
        let two = child(&["ours", "2", place])?;
        same_table(folder.path(), &floor, &two)?;
        cpu.add(one.cpu / floor.cpu);
        memory.add(one.memory / floor.memory);
        wall.add(two.wall / one.wall);
        if scale == Scale::Whole {
            println!("by hand {floor}; one thread {one}; two threads {two}");
        }
    }
    Ok(scale.end(&[
        cpu.judge(scale, "processor time, one thread / by hand", CPU),
        memory.judge(scale, "memory, one thread / by hand", MEMORY),
        wall.judge(scale, "wall time, two threads / one", WALL),
    ]))
}

/// Both sides must have done the same, or the ratio means nothing.
fn same_table(folder: &Path, floor: &Cost, ours: &Cost) -> Result<(), Failure> {
    let read = |name: &str| std::fs::read(folder.join(name));
    if floor.effects != ours.effects {
        return Err(format!("{} effects by hand, {} by the journey", floor.effects, ours.effects).into());
    }
    let (by_hand, by_journey) = (read("floor.csv")?, read("ours.csv")?);
    if by_hand == by_journey {
        return Ok(());
    }
    let lines = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (by_hand, by_journey) = (lines(&by_hand), lines(&by_journey));
    let other = by_hand.lines().zip(by_journey.lines()).find(|(a, b)| a != b);
    Err(format!("the tables differ: {other:?}").into())
}
