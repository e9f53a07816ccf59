//! `check`: everything that is wrong with journeys.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::exit::Exit;
use crate::cli::{judging, terminal};
use crate::report::findings::count::{Count, asked_files};
use crate::report::findings::{json, text};

const EXAMPLES: &str = "\
Examples:
  wayfare check                                     the project around the current folder
  wayfare check journeys/welcome.yaml               one file
  wayfare check git:HEAD~1                          the project as it was a commit ago
  wayfare check --format json | jq '.findings[]'    for programs
  wayfare check --deny-warnings                     for a build";

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
}

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FindingsFormat {
    /// For people, as compilers print them.
    #[default]
    Text,
    /// One JSON object.
    Json,
}

/// Checks, prints the findings and says whether there are any that count.
pub fn check(command: &Check) -> anyhow::Result<Exit> {
    let workspace = judging::open(&command.paths)?;
    let findings = judging::judged(&workspace);
    let count = Count::of(&findings, asked_files(&workspace));
    match command.format {
        FindingsFormat::Json => terminal::print(&json::render(&findings, &workspace.sources, count))?,
        FindingsFormat::Text => {
            let text = text::render(&findings, &workspace.sources, terminal::paint_of_output());
            terminal::print(text.as_bytes())?;
            terminal::tell(&format!("{}\n", count.line()));
        }
    }
    let counts = count.errors > 0 || (command.deny_warnings && count.warnings > 0);
    Ok(if counts { Exit::Findings } else { Exit::Done })
}
