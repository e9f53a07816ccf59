//! `check`: everything that is wrong with journeys.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::baseline::{Known, Shown};
use crate::cli::exit::Exit;
use crate::cli::threads::Threads;
use crate::cli::{instant, judging, terminal};
use crate::project::opening::Opening;
use crate::report::findings::count::{Count, asked};
use crate::report::findings::found::Found;
use crate::report::findings::output::{Format, render};
use crate::trial::check::{Asked, verdict};

const EXAMPLES: &str = "\
Examples:
  wayfare check                                     the project around the current folder
  wayfare check journeys/welcome.yaml               one file
  wayfare check git:HEAD~1                          the project as it was a commit ago
  wayfare check --format json | jq '.findings[]'    for programs
  wayfare check --format sarif > wayfare.sarif      for code scanning
  wayfare check --deny-warnings                     for a build
  wayfare check --baseline known.toml               only what is new in an old project";

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
    #[arg(long, value_name = "TIME", value_parser = instant::parse, allow_negative_numbers = true)]
    pub now: Option<i64>,
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

/// Checks, prints the findings and says whether there are any that count.
pub fn check(command: &Check) -> anyhow::Result<Exit> {
    let threads = command.threads.count();
    let workspace = judging::open(&command.paths, Opening { threads, ..Opening::default() })?;
    let verdict = verdict(&workspace, Asked { now: command.now, threads });
    let Shown { judged, story } = command.known.sift(&workspace, verdict.judged, command.now)?;
    let files = asked(&workspace);
    let count = Count { open: verdict.open, ..Count::of(&judged, files.len()) };
    let found = Found {
        judged: &judged,
        sources: &workspace.sources,
        files: &files,
        count,
        deny_warnings: command.deny_warnings,
    };
    terminal::print(&render(&found, command.format.into(), terminal::paint_of_output()))?;
    terminal::tell(&format!("{}\n{story}", count.line()));
    let counts = count.errors > 0 || (command.deny_warnings && count.warnings > 0);
    Ok(if counts { Exit::Findings } else { Exit::Done })
}
