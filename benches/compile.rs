//! Compiling against its floor: the same YAML read with serde and walked once, in the same process and rounds.
//!
//! Prints each ratio as median (least to greatest) and fails where a median is above what we promise.
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![allow(clippy::print_stdout, reason = "a bench prints")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench may stop where it stands")]

mod large;

use std::hint::black_box;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use wayfare::project::workspace::Workspace;
use wayfare::terms::rule::Level;
use wayfare::trial::check::judged;

use large::journey;

const ROUNDS: usize = 5;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(place) = arguments.iter().position(|argument| argument == "--memory") {
        return memory(arguments[place + 1].parse().unwrap());
    }
    let mut ok = true;
    let large = journey("large", 10_000);
    let lines = large.lines().count();
    println!("one journey of 10,000 states and 30,000 steps, {lines} lines");
    let floor = || walk(&serde_yaml::from_str(&large).unwrap());
    let ours = || compile(&[(PathBuf::from("large.yaml"), large.clone())]);
    ok &= compare("check / serde read and walk", floor, ours, 5.0);

    let small: Vec<(PathBuf, String)> =
        (0..1_000).map(|n| (PathBuf::from(format!("j{n:04}.yaml")), journey(&format!("j{n:04}"), 50))).collect();
    let small_lines: usize = small.iter().map(|(_, text)| text.lines().count()).sum();
    println!("a thousand journeys of 50 states, {small_lines} lines");
    let per_line = small_lines as f64 / lines as f64;
    let one = || compile(&[(PathBuf::from("large.yaml"), large.clone())]);
    let many = || compile(&small);
    ok &= compare_scaled("a line of a thousand / a line of one", one, many, (per_line, 1.3));

    println!("peak memory by size (states, MiB, KiB a state)");
    let mut per_state = Vec::new();
    for states in [1_000, 2_500, 5_000, 10_000] {
        let kib = child_memory(states);
        per_state.push(kib as f64 / states as f64);
        println!("  {states:>6} {:>8.1} {:>8.2}", kib as f64 / 1024.0, kib as f64 / states as f64);
    }
    let growth = per_state[3] / per_state[2];
    println!("  from 5,000 to 10,000 states memory for each grows {growth:.2} times (at most 1.15)");
    ok &= growth <= 1.15;
    if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn compile(files: &[(PathBuf, String)]) -> usize {
    let workspace = Workspace::from_texts(files);
    let mut findings = judged(&workspace).into_iter();
    assert!(findings.all(|judged| judged.level != Level::Error), "the bench's own journeys are sound");
    workspace.projects.iter().map(|project| project.journeys.len()).sum()
}

fn walk(value: &serde_yaml::Value) -> usize {
    match value {
        serde_yaml::Value::Sequence(items) => 1 + items.iter().map(walk).sum::<usize>(),
        serde_yaml::Value::Mapping(map) => 1 + map.iter().map(|(key, value)| walk(key) + walk(value)).sum::<usize>(),
        _ => 1,
    }
}

fn compare(name: &str, floor: impl FnMut() -> usize, ours: impl FnMut() -> usize, at_most: f64) -> bool {
    compare_scaled(name, floor, ours, (1.0, at_most))
}

fn compare_scaled(
    name: &str,
    mut floor: impl FnMut() -> usize,
    mut ours: impl FnMut() -> usize,
    (scale, at_most): (f64, f64),
) -> bool {
    let mut ratios = Vec::new();
    let mut least = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        let below = time(&mut floor);
        let above = time(&mut ours);
        least = (least.0.min(below), least.1.min(above));
        ratios.push(above.as_secs_f64() / scale / below.as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    let median = ratios[ROUNDS / 2];
    println!(
        "  {name}: {median:.2} ({:.2} to {:.2}), at most {at_most}; least times {:.1?} and {:.1?}",
        ratios[0],
        ratios[ROUNDS - 1],
        least.1,
        least.0
    );
    median <= at_most
}

fn time(work: &mut impl FnMut() -> usize) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn memory(states: usize) -> ExitCode {
    let text = journey("large", states);
    black_box(compile(&[(PathBuf::from("large.yaml"), text)]));
    let shown = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = shown.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    println!("{}", peak.trim().trim_end_matches(" kB"));
    ExitCode::SUCCESS
}

fn child_memory(states: usize) -> u64 {
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program).args(["--memory", &states.to_string()]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
}
