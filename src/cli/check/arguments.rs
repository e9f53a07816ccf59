//! The arguments of `check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::baseline::Known;
use crate::cli::instant;
use crate::cli::threads::Threads;
use crate::lint::mend::candidates::Choice;
use crate::report::findings::output::Format;
use crate::trial::check::Asked;

const EXAMPLES: &str = "\
Examples:
  wayfare check                                     the project around the current folder
  wayfare check journeys/welcome.yaml               one file
  wayfare check --watch                             again whenever a file is saved
  wayfare check --fix --diff                        shows what `--fix` would change
  wayfare check --fix                               changes it
  wayfare check git:HEAD~1                          the project as it was a commit ago
  wayfare check --format json | jq '.findings[]'    for programs
  wayfare check --format sarif > wayfare.sarif      for code scanning
  wayfare check --deny-warnings                     for a build
  wayfare check --baseline known.toml               only what is new in an old project

Exit codes: 0 no errors, 1 errors (after `--fix` those that are left, with `--deny-warnings`
warnings too, with `--diff` anything to change), 2 a file could not be read or written.";

/// `check`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Check {
    /// Files or folders; the project around the current folder, if left out
    ///
    /// A folder means all files of the language below it, `-` standard input, `git:REF` the project at that commit, and
    /// `git:REF:PATH` a file or folder of it.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Check again whenever a file is saved, until Ctrl-C
    #[arg(long, conflicts_with_all = ["fix", "format", "update_baseline"])]
    pub watch: bool,

    /// What of it is fixed.
    #[command(flatten)]
    pub fixes: Mending,

    /// How findings are written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub format: FindingsFormat,
    /// Exit 1 on warnings too
    #[arg(long, help_heading = "Output")]
    pub deny_warnings: bool,
    /// How many threads.
    #[command(flatten)]
    pub threads: Threads,
    /// What is known already.
    #[command(flatten)]
    pub known: Known,
    /// The present instant, for rules that speak of the past; without it they are silent
    #[arg(long, value_name = "TIME", value_parser = instant::parse, allow_negative_numbers = true, help_heading = "Running")]
    pub now: Option<i64>,
}

impl Check {
    /// What the check is told.
    pub fn asked(&self) -> Asked<'_> {
        Asked { now: self.now, threads: self.threads.count(), earlier: &[] }
    }
}

/// What of the findings is fixed.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fixes")]
pub struct Mending {
    /// Change the files where a fix is certain; `-` goes to standard output
    ///
    /// Comments, layout and order stay as they are. Each fix is proven before a file is written: what it mends must be
    /// gone, and no error may come of it.
    #[arg(long)]
    pub fix: bool,
    /// With `--fix`, carry out the fixes that are only likely as well: read what they change
    #[arg(long, requires = "fix")]
    pub unsafe_fixes: bool,
    /// With `--fix`, write nothing; show what would change, and exit 1 if anything would
    #[arg(long, requires = "fix", conflicts_with_all = ["format", "baseline"])]
    pub diff: bool,
}

impl Mending {
    /// Which fixes are carried out.
    pub const fn choice(&self) -> Choice {
        if self.unsafe_fixes { Choice::All } else { Choice::Safe }
    }
}

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FindingsFormat {
    /// For people, as compilers print them.
    #[default]
    Text,
    /// One JSON object.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub, as workflow commands.
    Github,
    /// JUnit XML, for the test reports of CI servers.
    Junit,
}

impl From<FindingsFormat> for Format {
    fn from(format: FindingsFormat) -> Self {
        match format {
            FindingsFormat::Text => Self::Text,
            FindingsFormat::Json => Self::Json,
            FindingsFormat::Sarif => Self::Sarif,
            FindingsFormat::Github => Self::Github,
            FindingsFormat::Junit => Self::Junit,
        }
    }
}
