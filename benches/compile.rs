//! Compiling against its floor: the same YAML read with serde and walked once, in the same process and rounds.
//!
//! Prints each ratio as median (least to greatest) and fails where a median is above what we promise.
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![allow(clippy::print_stdout, reason = "a bench prints")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench may stop where it stands")]

mod large;
mod scale;

use std::hint::black_box;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use wayfare::project::workspace::Workspace;
use wayfare::terms::rule::Level;
use wayfare::trial::check::judged;

use large::journey;
use scale::{Scale, spread};

const ROUNDS: usize = 5;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(place) = arguments.iter().position(|argument| argument == "--memory") {
        return memory(arguments[place + 1].parse().unwrap());
    }
    let scale = Scale::asked();
    let (states, count) = scale.pick((10_000, 1_000), (50, 3));
    let large = [(PathBuf::from("large.yaml"), journey("large", states))];
    let small: Vec<(PathBuf, String)> =
        (0..count).map(|n| (PathBuf::from(format!("j{n:04}.yaml")), journey(&format!("j{n:04}"), 50))).collect();
    assert_eq!((compile(&large), compile(&small)), (1, count), "every journey is compiled");
    if scale == Scale::Small {
        return ExitCode::SUCCESS;
    }
    let lines = large[0].1.lines().count();
    println!("one journey of {states} states and {} steps, {lines} lines", 3 * states);
    let floor = || walk(&serde_yaml::from_str(&large[0].1).unwrap());
    let against_floor = compare("  check / serde read and walk", (floor, || compile(&large)), (1.0, 5.0));

    let small_lines: usize = small.iter().map(|(_, text)| text.lines().count()).sum();
    println!("{count} journeys of 50 states, {small_lines} lines");
    let per_line = small_lines as f64 / lines as f64;
    let sides = (|| compile(&large), || compile(&small));
    let by_count = compare("  a line of a thousand / a line of one", sides, (per_line, 1.3));
    scale.end(&[against_floor, by_count, by_size()])
}

/// Whether memory grows no faster than the journey.
fn by_size() -> bool {
    println!("peak memory by size (states, MiB, KiB a state)");
    let mut per_state = Vec::new();
    for states in [1_000, 2_500, 5_000, 10_000] {
        let kib = child_memory(states);
        per_state.push(kib as f64 / states as f64);
        println!("  {states:>6} {:>8.1} {:>8.2}", kib as f64 / 1024.0, kib as f64 / states as f64);
    }
    let growth = per_state[3] / per_state[2];
    println!("  from 5,000 to 10,000 states memory for each grows {growth:.2} times (at most 1.15)");
    growth <= 1.15
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

fn compare(
    name: &str,
    (mut floor, mut ours): (impl FnMut() -> usize, impl FnMut() -> usize),
    (times, at_most): (f64, f64),
) -> bool {
    let mut ratios = Vec::new();
    let mut least = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        let below = time(&mut floor);
        let above = time(&mut ours);
        least = (least.0.min(below), least.1.min(above));
        ratios.push(above.as_secs_f64() / times / below.as_secs_f64());
    }
    println!("  least times {:.1?} and {:.1?}", least.1, least.0);
    Scale::Whole.judge(name, spread(ratios), at_most)
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
