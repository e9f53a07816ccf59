//! The journeys that a command was given, or what keeps them from running, told to people.

use std::path::PathBuf;

use crate::cli::failure::Failure;
use crate::cli::threads::Threads;
use crate::cli::{judging, terminal};
use crate::embed::journeys::Journeys;
use crate::embed::refusal::{Faults, Refusal};
use crate::embed::staged::Staged;
use crate::project::opening::Opening;
use crate::project::workspace::Workspace;
use crate::report::findings::text;

/// Compiles the journeys at `paths`. Absent where they have errors of the language, which were then told.
pub fn open(paths: &[PathBuf]) -> anyhow::Result<Option<Journeys>> {
    told(Journeys::of(read(paths)?))
}

/// The same with several versions, each later one of which takes effect at one of `instants`.
pub fn staged(paths: &[PathBuf], instants: &[i64]) -> anyhow::Result<Option<Staged>> {
    told(Staged::of(read(paths)?, instants))
}

fn read(paths: &[PathBuf]) -> anyhow::Result<Workspace> {
    judging::open(paths, Opening { threads: Threads::default().count(), ..Opening::default() })
}

fn told<T>(opened: Result<T, Refusal>) -> anyhow::Result<Option<T>> {
    match opened {
        Ok(journeys) => Ok(Some(journeys)),
        Err(Refusal::Faults(faults)) => {
            tell(&faults);
            Ok(None)
        }
        Err(refusal) => Err(Failure::new(refusal.to_string(), refusal.help()).into()),
    }
}

fn tell(Faults { findings, count, sources }: &Faults) {
    terminal::tell(&text::render(findings, sources, terminal::paint_of_errors()));
    terminal::tell(&format!("{}: nothing was run\n", count.line()));
}
