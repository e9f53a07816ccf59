//! The arguments of `run`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::instant;
use crate::cli::threads::Threads;

const EXAMPLES: &str = "\
Examples:
  wayfare run journeys/welcome.yaml --events events.jsonl
  wayfare run journeys --events events.jsonl --quiet --final states.csv
  zcat events.jsonl.gz | wayfare run journeys --events - --format jsonl
  wayfare run git:v1.4.0:journeys/welcome.yaml --events events.jsonl
  wayfare run journeys --events events.jsonl --strict --dead-letters dead.jsonl
  wayfare run journeys --events events.jsonl --until 2026-12-31T00:00:00Z
  wayfare run git:v1.4.0 journeys --events events.jsonl --deploy-at 2026-06-01T00:00:00Z";

/// `run`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Run {
    /// Files, or folders with all journeys below them
    ///
    /// `-` is standard input, `git:REF` the project at that commit, and `git:REF:PATH` a file or folder of it.
    #[arg(value_name = "JOURNEY", required = true)]
    pub journeys: Vec<PathBuf>,
    /// Events, one JSON object a line; `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub events: PathBuf,

    /// How records are written: `text` on a terminal, `jsonl` elsewhere, if left out
    #[arg(long, value_enum, help_heading = "Output")]
    pub format: Option<RecordsFormat>,
    /// Add the records of events that did nothing
    #[arg(long, help_heading = "Output")]
    pub trace: bool,
    /// Print only the summary
    #[arg(long, help_heading = "Output")]
    pub quiet: bool,
    /// Write the state that each instance ended in, as `.csv` or `.jsonl`
    #[arg(long = "final", value_name = "FILE", help_heading = "Output")]
    pub final_states: Option<PathBuf>,
    /// Write the events that could not be processed, each with its line
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub dead_letters: Option<PathBuf>,

    /// Exit 1 if an event could not be processed
    #[arg(long, help_heading = "Running")]
    pub strict: bool,
    /// Fire timers up to this instant after the last line: RFC 3339 or epoch milliseconds
    #[arg(long, value_name = "TIME", value_parser = instant::parse, allow_negative_numbers = true, help_heading = "Running")]
    pub until: Option<i64>,
    /// People on an older version move to the next one at this instant, each in their own time
    ///
    /// Name the files of both versions. Given several times, each next version takes effect at the next instant.
    #[arg(long, value_name = "TIME", value_parser = instant::parse, allow_negative_numbers = true, help_heading = "Running")]
    pub deploy_at: Vec<i64>,
    /// How many threads.
    #[command(flatten)]
    pub threads: Threads,
}

/// How records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RecordsFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Jsonl,
}
