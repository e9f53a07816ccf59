//! `wayfare check`, process start to exit with every rule on, against its floor: the same file read with serde, its names
//! resolved and its graph walked once; and a project of a thousand journeys on one thread and on two.
//!
//! Prints each ratio as median (least to greatest) and fails where a median is above what we promise.
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![allow(clippy::print_stdout, reason = "a bench prints")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench may stop where it stands")]

mod floor;
mod journeys;

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

const ROUNDS: usize = 9;

fn main() -> ExitCode {
    let folder = tempfile::tempdir().unwrap();
    let results = [one_file(folder.path()), two_threads(folder.path()), growth(folder.path())];
    if results.iter().all(|&ok| ok) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn one_file(folder: &Path) -> bool {
    let folder = folder.join("one");
    let text = journeys::journey("life", 10_000);
    project(&folder, &[("life".to_owned(), text.clone())]);
    let file = folder.join("journeys/life.yaml");
    println!("one journey of {} lines", text.lines().count());
    let ratios = rounds(|| {
        let below = time(|| {
            black_box(floor::read_resolve_walk(&fs::read_to_string(&file).unwrap()));
        });
        let above = time(|| check(&file, 1));
        (above, below)
    });
    judge("check, process start to exit / serde, names and one walk", ratios, 5.0)
}

fn two_threads(folder: &Path) -> bool {
    let folder = folder.join("thousand");
    project(&folder, &many(1_000));
    println!("a project of 1,000 journeys of {} lines", journeys::journey("j", 100).lines().count());
    let ratios = rounds(|| (time(|| check(&folder, 2)), time(|| check(&folder, 1))));
    judge("two threads / one thread", ratios, 0.7)
}

fn growth(folder: &Path) -> bool {
    let sizes = [125, 250, 500, 1_000];
    let folders = sizes.map(|size| {
        let folder = folder.join(format!("size-{size}"));
        project(&folder, &many(size));
        folder
    });
    let mut times = vec![Vec::new(); sizes.len()];
    for _ in 0..ROUNDS {
        for (folder, times) in folders.iter().zip(&mut times) {
            times.push(time(|| check(folder, 2)));
        }
    }
    println!("time by size on two threads (journeys, median ms, microseconds each)");
    for (size, times) in sizes.iter().zip(&mut times) {
        times.sort();
        let median = times[ROUNDS / 2].as_secs_f64();
        println!("  {size:>6} {:>8.1} {:>8.1}", median * 1e3, median * 1e6 / *size as f64);
    }
    let ratios = times[3].iter().zip(&times[1]).map(|(large, small)| large.as_secs_f64() / 4.0 / small.as_secs_f64());
    judge("a journey of 1,000 / a journey of 250", ratios.collect(), 1.3)
}

fn many(count: usize) -> Vec<(String, String)> {
    (0..count).map(|n| format!("j-{n}")).map(|id| (id.clone(), journeys::journey(&id, 100))).collect()
}

fn project(folder: &Path, journeys: &[(String, String)]) {
    fs::create_dir_all(folder.join("journeys")).unwrap();
    fs::write(folder.join("wayfare.toml"), journeys::CONFIG).unwrap();
    for (id, text) in journeys {
        fs::write(folder.join(format!("journeys/{id}.yaml")), text).unwrap();
    }
}

/// Checks `path`, which must be clean: another exit code than 0 or a finding would be another measure.
fn check(path: &Path, threads: usize) {
    let output = Command::new(env!("CARGO_BIN_EXE_wayfare"))
        .args(["check", "--deny-warnings", "--threads", &threads.to_string()])
        .arg(path)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "the bench's own journeys are clean:\n{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

fn rounds(mut both: impl FnMut() -> (Duration, Duration)) -> Vec<f64> {
    both();
    (0..ROUNDS).map(|_| both()).map(|(above, below)| above.as_secs_f64() / below.as_secs_f64()).collect()
}

fn judge(name: &str, mut ratios: Vec<f64>, at_most: f64) -> bool {
    ratios.sort_by(f64::total_cmp);
    let median = ratios[ratios.len() / 2];
    println!("  {name}: {median:.2} ({:.2} to {:.2}), at most {at_most}", ratios[0], ratios[ratios.len() - 1]);
    median <= at_most
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}
