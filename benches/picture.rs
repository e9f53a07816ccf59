//! What a picture costs: beside the check of the same file, and as journeys grow.
//!
//! Prints each figure as median (least to greatest) and fails where a median is above what we promise.
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![allow(clippy::print_stdout, reason = "a bench prints")]
#![allow(clippy::unwrap_used, reason = "a bench may stop where it stands")]

#[path = "../tests/support/charts.rs"]
#[allow(dead_code, reason = "a bench uses its own part")]
mod charts;
#[path = "../tests/support/lifecycle.rs"]
mod lifecycle;
mod scale;

use std::hint::black_box;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use charts::{Dice, chart, line, node};
use wayfare::picture::chart::{Chart, Shape};
use wayfare::picture::compose;
use wayfare::picture::mark::Marks;
use wayfare::project::workspace::Workspace;
use wayfare::report::picture::svg::{Settings, svg};
use wayfare::trial::check::judged;

use scale::{Scale, spread};

const ROUNDS: usize = 15;
/// A picture of forty states takes at most so many times what checking it takes.
const BESIDE_CHECK: f64 = 3.0;
/// From 250 to 1,000 states the time for n log n grows by at most this.
const GROWTH: f64 = 1.5;
/// How many states the pictures of a curve have.
const SIZES: [usize; 4] = [125, 250, 500, 1_000];

/// A chart of so many states.
type Make = fn(usize) -> Chart;

const CURVES: [(&str, Make); 5] = [
    ("a chain with lines across", chain),
    ("chapters of a life", life),
    ("lines from any to any near", dense),
    ("200 levels deep", deep),
    ("a fan", fan),
];

fn main() -> ExitCode {
    let scale = Scale::asked();
    if scale == Scale::Small {
        for (name, make) in CURVES {
            assert!(drawn(&make(20)).starts_with("<svg"), "{name}");
        }
        return ExitCode::SUCCESS;
    }
    let mut kept = vec![beside_check()];
    kept.extend(CURVES.map(|(name, make)| curve(name, make)));
    scale.end(&kept)
}

fn drawn(chart: &Chart) -> String {
    svg(chart, &Marks::default(), Settings::default())
}

fn beside_check() -> bool {
    let files = [(PathBuf::from("life.yaml"), lifecycle::lifecycle(40))];
    let ratios = (0..ROUNDS)
        .map(|_| {
            let check = timed(|| {
                let workspace = Workspace::from_texts(&files);
                judged(&workspace).len()
            });
            let graph = timed(|| {
                let workspace = Workspace::from_texts(&files);
                let chart = compose::chart(&workspace.projects[0].journeys[0]);
                drawn(&chart).len()
            });
            graph / check
        })
        .collect();
    Scale::Whole.judge("graph --format svg / check, 40 states", spread(ratios), BESIDE_CHECK)
}

/// All sizes are timed in each round, so that a machine that slows down in between slows them all.
fn curve(name: &str, make: fn(usize) -> Chart) -> bool {
    println!("{name}: states, lines, ms, ns for each n log n");
    let charts = SIZES.map(make);
    let rounds: Vec<[f64; 4]> =
        (0..ROUNDS).map(|_| charts.each_ref().map(|chart| timed(|| drawn(chart).len()))).collect();
    let each = |size: usize, time: f64| {
        let n = (charts[size].boxes.len() + charts[size].lines.len()) as f64;
        time * 1e6 / (n * n.log2())
    };
    for (size, chart) in charts.iter().enumerate() {
        let (least, median, most) = spread(rounds.iter().map(|round| round[size]).collect());
        let (states, lines) = (SIZES[size], chart.lines.len());
        println!("  {states:>6} {lines:>6} {median:>9.2} ({least:.2} to {most:.2}) {:>8.1}", each(size, median));
    }
    let growths = rounds.iter().map(|round| each(3, round[3]) / each(1, round[1])).collect();
    Scale::Whole.judge("  growth from 250 to 1,000", spread(growths), GROWTH)
}

/// Milliseconds.
fn timed<T>(work: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    black_box(work());
    start.elapsed().as_secs_f64() * 1e3
}

fn flat(states: usize) -> Vec<wayfare::picture::chart::Node> {
    (0..states).map(|number| node(number, None, Shape::Atomic)).collect()
}

/// One after the other, every second with a line ahead, every third with a time-out into one end, some back.
fn chain(states: usize) -> Chart {
    let mut dice = Dice::new(7);
    let mut lines = Vec::new();
    for number in 0..states - 1 {
        lines.push(line(number, number + 1, "DONE"));
        match number % 6 {
            0 | 2 => lines.push(line(number, (number + 2 + dice.roll(4)).min(states - 1), "SKIPPED")),
            4 => lines.push(line(number, number.saturating_sub(dice.roll(6) + 1), "BACK")),
            _ => lines.push(line(number, states - 1, "after 30d")),
        }
    }
    chart(flat(states), lines)
}

fn life(states: usize) -> Chart {
    charts::of_text(&lifecycle::lifecycle(states))
}

/// Four lines a state, each to one of those near.
fn dense(states: usize) -> Chart {
    let mut dice = Dice::new(11);
    let lines = (0..states * 4).map(|number| {
        let from = number / 4;
        let to = (from + dice.roll(20)).saturating_sub(8).min(states - 1);
        line(from, to, "MOVED")
    });
    chart(flat(states), lines.collect())
}

/// Boxes in boxes, 200 levels of them, with lines inward and outward on each.
fn deep(states: usize) -> Chart {
    let each = states / 200 + 1;
    let mut boxes = Vec::new();
    let mut around = None;
    while boxes.len() < states {
        let first = boxes.len();
        for _ in 0..each.min(states - first) {
            boxes.push(node(boxes.len(), around, Shape::Atomic));
        }
        around = Some(first);
        if boxes.len() < states {
            boxes[first].shape = Shape::Compound;
        }
    }
    let lines = (1..states).flat_map(|number| [line(number - 1, number, "ON"), line(number, number / 2, "BACK")]);
    let lines = lines.collect();
    chart(boxes, lines)
}

fn fan(states: usize) -> Chart {
    let lines = (1..states - 1).flat_map(|number| [line(0, number, "CHOSEN"), line(number, states - 1, "DONE")]);
    chart(flat(states), lines.collect())
}
