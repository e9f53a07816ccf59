//! A comparison as the command was told to write it.

use crate::cli::diff::arguments::{Diff, DiffFormat};
use crate::cli::terminal;
use crate::report::changes::several::Several;
use crate::report::changes::style::Style;
use crate::report::changes::text;
use crate::report::changes::{several_json, several_text};

/// Writes `several` in the format of `command`.
pub fn print(command: &Diff, several: Several<'_>) -> anyhow::Result<()> {
    let written = match command.format {
        DiffFormat::Text => {
            let style = Style { paint: terminal::paint_of_output(), width: terminal::columns(), all: command.all };
            match several.only() {
                Some(only) => text::render(several.written(only), style),
                None => several_text::render(several, style, command.require_approval),
            }
            .into_bytes()
        }
        DiffFormat::Json => several_json::render(several),
    };
    terminal::print(&written)?;
    Ok(())
}
