//! `check`: everything that is wrong with journeys.

use std::path::PathBuf;

use crate::cli::arguments::{Check, FindingsFormat};
use crate::cli::exit::Exit;
use crate::cli::{judging, terminal};
use crate::report::findings::count::Count;
use crate::report::findings::{json, text};

/// Checks, prints the findings and says whether there are any that count.
pub fn check(command: &Check) -> anyhow::Result<Exit> {
    let here = [PathBuf::from(".")];
    let workspace = judging::open(if command.paths.is_empty() { &here } else { &command.paths })?;
    let findings = judging::judged(&workspace);
    let count = Count::of(&findings, workspace.sources.len());
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
