//! `check`: everything that is wrong with journeys.

use crate::cli::arguments::{Check, FindingsFormat};
use crate::cli::exit::Exit;
use crate::cli::{judging, terminal};
use crate::report::findings::count::{Count, asked_files};
use crate::report::findings::{json, text};

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
