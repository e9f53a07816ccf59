//! Findings in the format that was asked for, and the exit code that they come to.

use std::io;

use crate::cli::check::arguments::FindingsFormat;
use crate::cli::exit::Exit;
use crate::cli::terminal;
use crate::lint::mend::look::Look;
use crate::report::findings::count::{Count, asked_files};
use crate::report::findings::{json, text};

/// Prints what was found, and what it comes to.
pub fn findings(look: &Look, format: FindingsFormat) -> io::Result<Count> {
    let Look { workspace, judged } = look;
    let count = Count::of(judged, asked_files(workspace));
    match format {
        FindingsFormat::Json => terminal::print(&json::render(judged, &workspace.sources, count))?,
        FindingsFormat::Text => {
            let text = text::render(judged, &workspace.sources, terminal::paint_of_output());
            terminal::print(text.as_bytes())?;
            terminal::tell(&format!("{}\n", count.line()));
        }
    }
    Ok(count)
}

/// The same for people, where standard output holds something else.
pub fn findings_aside(look: &Look) -> Count {
    let Look { workspace, judged } = look;
    let count = Count::of(judged, asked_files(workspace));
    terminal::tell(&text::render(judged, &workspace.sources, terminal::paint_of_errors()));
    terminal::tell(&format!("{}\n", count.line()));
    count
}

/// What the program exits with.
pub fn exit(count: Count, deny_warnings: bool) -> Exit {
    let counts = count.errors > 0 || (deny_warnings && count.warnings > 0);
    if counts { Exit::Findings } else { Exit::Done }
}
