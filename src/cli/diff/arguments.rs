//! What `diff` is told.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  wayfare diff old.yaml new.yaml                               two files
  wayfare diff git:v1.4.0:journeys/welcome.yaml journeys/welcome.yaml
  wayfare diff journeys-2025 journeys                          all journeys of two folders
  wayfare diff old.yaml new.yaml --format markdown > comment.md  for a pull request
  wayfare diff old.yaml new.yaml --format html > diff.html     both versions side by side
  wayfare diff old.yaml new.yaml --approve 3f2a90c1d5e7 --require-approval

Exit codes: 0 the version says what changed, 1 it does not, 2 there was nothing to compare.";

/// `diff`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Diff {
    /// What people are on: a file, a folder, `git:REF` or `git:REF:PATH`
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// What they would move to
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// How it is written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub format: DiffFormat,
    /// Show what nobody notices as well: layout, texts for people, owner and tags
    #[arg(long, help_heading = "Output")]
    pub all: bool,
    /// A change that you have thought about, by its fingerprint; may be given several times
    #[arg(long, value_name = "FINGERPRINT", help_heading = "Approval")]
    pub approve: Vec<String>,
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
