//! What `diff` is told.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use smol_str::SmolStr;

use crate::cli::instant;
use crate::cli::threads::Threads;
use crate::terms::fingerprint::is_fingerprint;

const EXAMPLES: &str = "\
Examples:
  wayfare diff old.yaml new.yaml                               two files
  wayfare diff git:v1.4.0:journeys/welcome.yaml journeys/welcome.yaml
  wayfare diff journeys-2025 journeys                          all journeys of two folders
  wayfare diff --against main                                  what this branch changes
  wayfare diff --against origin/main journeys/welcome.yaml     the same for one journey
  wayfare diff old.yaml new.yaml --format markdown > comment.md  for a pull request
  wayfare diff old.yaml new.yaml --format html > diff.html     both versions side by side
  wayfare diff old.yaml new.yaml --events last-week.jsonl      who goes elsewhere, and why
  wayfare diff old.yaml new.yaml --approve 3f2a90c1d5e7 --require-approval

Exit codes: 0 the version says what changed, 1 it does not, 2 there was nothing to compare.";

const USAGE: &str = "wayfare diff [OPTIONS] OLD NEW\n       wayfare diff [OPTIONS] --against REF [PATH]...";

/// `diff`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, override_usage = USAGE)]
pub struct Diff {
    /// OLD and NEW: what people are on, and what they would move to; with `--against` only the latter
    ///
    /// Each is a file, a folder, `git:REF` or `git:REF:PATH`. Journeys of folders are paired by their ids. With
    /// `--against`, files or folders of today, or nothing for the project around the current folder.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Compare with where the history of this commit, branch or tag and that of `HEAD` parted
    #[arg(long, value_name = "REF", allow_hyphen_values = true)]
    pub against: Option<String>,
    /// Compare the two versions that git hands over, for `diff.wayfare.command` of its config
    #[arg(long, conflicts_with_all = ["against", "format", "approve", "require_approval", "events"])]
    pub git_driver: bool,
    /// How it is written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub format: DiffFormat,
    /// Show what nobody notices as well: layout, texts for people, owner and tags
    #[arg(long, help_heading = "Output")]
    pub all: bool,
    /// Run these events through both versions, one JSON object a line, and tell who goes elsewhere; `-` for standard input
    #[arg(long, value_name = "FILE", help_heading = "Events")]
    pub events: Option<PathBuf>,
    /// Fire timers up to this instant after the last line: RFC 3339 or epoch milliseconds
    #[arg(long, value_name = "TIME", value_parser = instant::parse, allow_negative_numbers = true, requires = "events", help_heading = "Events")]
    pub until: Option<i64>,
    /// How many threads.
    #[command(flatten)]
    pub threads: Threads,
    /// A change that you have thought about, by its fingerprint; may be given several times
    ///
    /// Those under `[diff] approved` in `wayfare.toml` are approved for everybody.
    #[arg(long, value_name = "FINGERPRINT", value_parser = fingerprint, help_heading = "Approval")]
    pub approve: Vec<SmolStr>,
    /// Exit with 1 until every change that people on the way will notice is approved
    #[arg(long, help_heading = "Approval")]
    pub require_approval: bool,
}

/// How a difference is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For a terminal.
    #[default]
    Text,
    /// A comment for a pull request: what needs a decision first, with a picture that the forge renders.
    Markdown,
    /// One JSON object.
    Json,
    /// A page with both versions side by side and the list of changes.
    Html,
    /// A picture of both versions side by side.
    Svg,
    /// A Mermaid flowchart of what changed and what is around it, as GitHub and GitLab render it.
    Mermaid,
}

fn fingerprint(text: &str) -> Result<SmolStr, &'static str> {
    if is_fingerprint(text) { Ok(text.into()) } else { Err("a fingerprint is 12 digits and letters from `a` to `f`") }
}
