//! The journeys that a command was given, or what keeps them from running, told to people.

use std::path::PathBuf;

use crate::cli::failure::Failure;
use crate::cli::threads::Threads;
use crate::cli::{judging, terminal};
use crate::embed::journeys::Journeys;
use crate::embed::refusal::{Faults, Refusal};
use crate::project::opening::Opening;
use crate::report::findings::text;

/// Compiles the journeys at `paths`. Absent where they have errors of the language, which were then told.
pub fn open(paths: &[PathBuf]) -> anyhow::Result<Option<Journeys>> {
    match Journeys::of(judging::open(paths, Opening { threads: Threads::default().count(), ..Opening::default() })?) {
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
