//! `wayfare check`, process start to exit with every rule on, against its floor: the same file read with serde, its names
//! resolved and its graph walked once; and a project of a thousand journeys on one thread and on two.
//!
//! Prints each ratio as median (least to greatest) and fails where a median is above what we promise. The first one is
//! told in instructions as well, which swing with nobody's work; what is promised is the time.
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![allow(clippy::print_stdout, reason = "a bench prints")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench may stop where it stands")]

mod floor;
mod instructions;
mod journeys;
#[path = "../scale.rs"]
mod scale;

use std::ffi::OsStr;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use instructions::instructions;
use scale::{Scale, spread};

const ROUNDS: usize = 9;
const WAYFARE: &str = env!("CARGO_BIN_EXE_wayfare");
/// What valgrind is told to run of this program: the floor alone, as a process.
const FLOOR: &str = "floor-of";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [FLOOR, file] = arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        println!("{} states are reached", floor_of(Path::new(file)));
        return ExitCode::SUCCESS;
    }
    let folder = tempfile::tempdir().unwrap();
    let scale = Scale::asked();
    if scale == Scale::Small {
        glance(folder.path());
        return ExitCode::SUCCESS;
    }
    let folder = folder.path();
    scale.end(&[
        one_file(folder),
        two_threads(folder),
        growth(folder),
        histories(folder),
        regions(folder),
        traces(folder),
    ])
}

/// What is measured is what is meant: the floor reaches every state, and the check finds nothing, on any threads, but
/// where guards overlap.
fn glance(folder: &Path) {
    let text = journeys::journey("life", 200);
    project(folder, &[("life".to_owned(), text.clone())]);
    let chapters = text.matches("initial: QUIET_").count();
    let file = folder.join("journeys/life.yaml");
    assert_eq!(floor_of(&file), chapters * 5 + 1, "the floor walks the whole graph");
    check(&file, 1);
    project(folder, &many(3));
    check(folder, 2);
    project(&folder.join("rooms"), &[("rooms".to_owned(), journeys::histories(3))]);
    check(&folder.join("rooms"), 1);
    project(&folder.join("sides"), &[("sides".to_owned(), journeys::regions(3))]);
    told(&folder.join("sides"), &["1"]);
    project(&folder.join("traces"), &[("traces".to_owned(), journeys::traces(9))]);
    let told = told(&folder.join("traces"), &["1"]);
    assert!(told.contains("guards-overlap"), "guards are held against each other: {told}");
    assert!(told.contains("left open"), "some of that is not decided: {told}");
}

fn floor_of(file: &Path) -> usize {
    floor::read_resolve_walk(&fs::read_to_string(file).unwrap())
}

fn one_file(folder: &Path) -> bool {
    let folder = folder.join("one");
    let text = journeys::journey("life", 10_000);
    project(&folder, &[("life".to_owned(), text.clone())]);
    let file = folder.join("journeys/life.yaml");
    println!("one journey of {} lines", text.lines().count());
    let ratios = rounds(|| {
        let below = time(|| {
            black_box(floor_of(&file));
        });
        let above = time(|| check(&file, 1));
        (above, below)
    });
    let kept = judge("check, process start to exit / serde, names and one walk", ratios, 5.0);
    match in_instructions(&file) {
        Ok((above, below)) => println!(
            "  the same in instructions, both as processes: {:.2}; {:.1} and {:.1} million",
            above as f64 / below as f64,
            above as f64 / 1e6,
            below as f64 / 1e6
        ),
        Err(why) => println!("  the same in instructions: not counted, because {why}"),
    }
    kept
}

/// The instructions of the check and of the floor.
fn in_instructions(file: &Path) -> Result<(u64, u64), String> {
    let this = std::env::current_exe().unwrap();
    let check = CHECK.map(OsStr::new);
    let arguments = ["1", "--deny-warnings"].map(OsStr::new);
    let above = instructions(Path::new(WAYFARE), &[&check[..], &arguments, &[file.as_os_str()]].concat())?;
    let below = instructions(&this, &[OsStr::new(FLOOR), file.as_os_str()])?;
    Ok((above, below))
}

fn two_threads(folder: &Path) -> bool {
    let folder = folder.join("thousand");
    project(&folder, &many(1_000));
    println!("a project of 1,000 journeys of {} lines", journeys::journey("j", 100).lines().count());
    let ratios = rounds(|| (time(|| check(&folder, 2)), time(|| check(&folder, 1))));
    judge("two threads / one thread", ratios, 0.7)
}

fn growth(folder: &Path) -> bool {
    curve(folder, "journeys", [250, 500, 1_000, 2_000, 4_000], many, |folder| check(folder, 2))
}

/// What many histories bring back, in one journey.
fn histories(folder: &Path) -> bool {
    let rooms = |rooms| vec![("rooms".to_owned(), journeys::histories(rooms))];
    curve(folder, "histories", [100, 200, 400, 800, 1_600], rooms, |folder| check(folder, 2))
}

/// What regions hear of one another, in one journey.
fn regions(folder: &Path) -> bool {
    let sides = |states| vec![("sides".to_owned(), journeys::regions(states))];
    curve(folder, "states of two regions", [100, 200, 400, 800, 1_600], sides, |folder| drop(told(folder, &["2"])))
}

/// What is asked of guards in one state in vain.
fn traces(folder: &Path) -> bool {
    let traces = |guards| vec![("traces".to_owned(), journeys::traces(guards))];
    curve(folder, "guards in one state", [25, 50, 100, 200, 400], traces, |folder| drop(told(folder, &["2"])))
}

/// The time by size: what `of` makes of each of `sizes` is checked by `work`, which must take no more for each of the many
/// than of the few.
fn curve(
    folder: &Path,
    what: &str,
    sizes: [usize; 5],
    of: impl Fn(usize) -> Vec<(String, String)>,
    work: impl Fn(&Path),
) -> bool {
    let folders = sizes.map(|size| {
        let folder = folder.join(format!("{what}-{size}"));
        project(&folder, &of(size));
        folder
    });
    let mut times = vec![Vec::new(); sizes.len()];
    for _ in 0..ROUNDS {
        for (folder, times) in folders.iter().zip(&mut times) {
            times.push(time(|| work(folder)));
        }
    }
    println!("time by size on two threads ({what}, median ms, microseconds each)");
    for (size, times) in sizes.iter().zip(&mut times) {
        times.sort();
        let median = times[ROUNDS / 2].as_secs_f64();
        println!("  {size:>6} {:>8.1} {:>8.1}", median * 1e3, median * 1e6 / *size as f64);
    }
    let [few, .., many] = &times[..] else { return false };
    let [least, .., most] = sizes;
    let share = least as f64 / most as f64;
    let ratios = many.iter().zip(few).map(|(many, few)| many.as_secs_f64() * share / few.as_secs_f64());
    judge(&format!("{most} {what} / {least} {what}, each"), ratios.collect(), 1.3)
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

const CHECK: [&str; 2] = ["check", "--threads"];

/// Checks `path`, which must be clean: another exit code than 0 or a finding would be another measure.
fn check(path: &Path, threads: usize) {
    told(path, &[&threads.to_string(), "--deny-warnings"]);
}

/// What the check tells of `path`, in which it may find nothing that fails it.
fn told(path: &Path, arguments: &[&str]) -> String {
    let output = Command::new(WAYFARE).args(CHECK).args(arguments).arg(path).output().unwrap();
    let told = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    assert!(output.status.success(), "the bench's own journeys pass:\n{told}");
    told
}

fn rounds(mut both: impl FnMut() -> (Duration, Duration)) -> Vec<f64> {
    both();
    (0..ROUNDS).map(|_| both()).map(|(above, below)| above.as_secs_f64() / below.as_secs_f64()).collect()
}

fn judge(name: &str, ratios: Vec<f64>, at_most: f64) -> bool {
    Scale::Whole.judge(&format!("  {name}"), spread(ratios), at_most)
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}
