//! Comparing two versions of a journey of 10,000 states that differ in 100 places, against compiling them both.
//!
//! Prints each ratio as median (least to greatest) and fails where a median is above what we promise.
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![allow(clippy::print_stdout, reason = "a bench prints")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench may stop where it stands")]

mod large;
mod scale;

use std::hint::black_box;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use large::journey;
use wayfare::diff::compare::{Difference, compare};
use wayfare::diff::side::Side;
use wayfare::project::subject::Subject;
use wayfare::project::workspace::Workspace;

use scale::{Scale, spread};

const ROUNDS: usize = 7;
const AT_MOST: f64 = 2.0;

fn main() -> ExitCode {
    let scale = Scale::asked();
    let (states, places) = scale.pick((10_000, 100), (500, 5));
    let old = journey("large", states);
    let versions =
        [("some places", edited(&old, places)), ("no place", old.clone()), ("every guard", everywhere(&old))];
    let kept = versions.map(|(name, new)| {
        let mut ratios = Vec::new();
        let mut changes = 0;
        for _ in 0..scale.pick(ROUNDS, 1) {
            let (compiling, sides) = time(|| [compiled(&old), compiled(&new)]);
            let (comparing, difference) = time(|| between(&sides[0], &sides[1]));
            changes = difference.changes.len();
            ratios.push((compiling + comparing).as_secs_f64() / compiling.as_secs_f64());
        }
        let name = format!("{name} of {states} states, {changes} changes: compiling and comparing / compiling");
        assert_eq!(changes > 0, old != new, "{name}: what was edited is found");
        scale.judge(&name, spread(ratios), AT_MOST)
    });
    scale.end(&kept)
}

/// The same with so many edits of five kinds.
fn edited(old: &str, places: usize) -> String {
    let mut new = old.replacen("version: 1.0.0", "version: 1.1.0", 1);
    for number in 0..places {
        let state = number * 97 + 5;
        let (find, put) = match number % 5 {
            0 => (format!("id: wait-{state}\n        after: 3d"), format!("id: wait-{state}\n        after: 2d")),
            1 => (format!("id: go-{state}\n"), format!("id: go-on-{state}\n")),
            2 => (
                format!("id: back-{state}\n        triggers: BACK\n"),
                format!("id: back-{state}\n        triggers: BACK\n        guard: ctx.n < 9\n"),
            ),
            3 => (
                format!("id: go-{state}\n        triggers: GO\n        guard: ctx.n >= 3"),
                format!("id: go-{state}\n        triggers: GO\n        guard: ctx.n >= 4"),
            ),
            _ => (
                format!("id: wait-{state}\n        after: 3d\n"),
                format!(
                    "id: wait-{state}\n        after: 3d\n      - id: far-{state}\n        after: 9d\n        to: END\n"
                ),
            ),
        };
        assert_eq!(new.matches(&find).count(), 1, "{find}");
        new = new.replacen(&find, &put, 1);
    }
    new
}

/// The same with every guard tighter.
fn everywhere(old: &str) -> String {
    old.replacen("version: 1.0.0", "version: 1.1.0", 1).replace("ctx.n >= 3", "ctx.n >= 4")
}

fn compiled(text: &str) -> Workspace {
    Workspace::from_texts(&[(PathBuf::from("large.yaml"), text.to_owned())])
}

fn between(old: &Workspace, new: &Workspace) -> Difference {
    let (olds, news) = (Subject::all(&old.projects[0]).remove(0), Subject::all(&new.projects[0]).remove(0));
    black_box(compare(&Side::of(olds, &old.sources), &Side::of(news, &new.sources)))
}

fn time<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let done = work();
    (start.elapsed(), done)
}
