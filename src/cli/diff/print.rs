//! A comparison as the command was told to write it.

use crate::cli::diff::arguments::{Diff, DiffFormat};
use crate::cli::failure::Failure;
use crate::cli::terminal;
use crate::report::changes::counterfactual::told::Told;
use crate::report::changes::markdown::{self, MOST, Settings as Comment};
use crate::report::changes::pictured::Pictured;
use crate::report::changes::several::Several;
use crate::report::changes::style::Style;
use crate::report::changes::{counterfactual, html, several_json, several_markdown, several_text, text};
use crate::report::picture::mermaid::limits::Limits;
use crate::report::picture::svg::{Settings, Theme};

/// Writes `several` in the format of `command`, and what became of people, where events were run.
pub fn print(command: &Diff, several: Several<'_>, told: Option<Told<'_>>) -> anyhow::Result<()> {
    let written = match command.format {
        DiffFormat::Text => in_text(command, several, told).into_bytes(),
        DiffFormat::Json => several_json::render(several, told),
        DiffFormat::Markdown => in_markdown(command, several, told)?.into_bytes(),
        DiffFormat::Mermaid => {
            let diagram = alone(command, several, "mermaid")?.mermaid(Limits::FORGE);
            for what in diagram.left_out {
                terminal::tell(&format!("left out, since forges refuse larger pictures: {what}\n"));
            }
            diagram.text.into_bytes()
        }
        DiffFormat::Svg => alone(command, several, "svg")?.svg(Settings::default()).into_bytes(),
        DiffFormat::Html => {
            let pictured = alone(command, several, "html")?;
            html::render(several.written(pictured.difference), pictured, Theme::Auto, told).into_bytes()
        }
    };
    terminal::print(&written)?;
    Ok(())
}

fn in_text(command: &Diff, several: Several<'_>, told: Option<Told<'_>>) -> String {
    let style = Style { paint: terminal::paint_of_output(), width: terminal::columns(), all: command.all };
    let changes = match several.only() {
        Some(only) => text::render(several.written(only), style),
        None => several_text::render(several, style, command.require_approval),
    };
    format!("{changes}{}", told.map_or_else(String::new, |told| counterfactual::text::render(told, style)))
}

fn in_markdown(command: &Diff, several: Several<'_>, told: Option<Told<'_>>) -> Result<String, Failure> {
    let beside = told.map_or_else(String::new, counterfactual::markdown::render);
    let settings = Comment { all: command.all, most: MOST.saturating_sub(beside.len()) };
    let changes = match several.only() {
        Some(only) => markdown::render(several.written(only), alone(command, several, "markdown")?, settings),
        None => several_markdown::render(several, settings, command.require_approval),
    };
    Ok(format!("{changes}{beside}"))
}

/// The only journey that differs, for a format that shows one.
fn alone<'w>(command: &Diff, several: Several<'w>, format: &str) -> Result<Pictured<'w>, Failure> {
    let differences = &several.comparison.differences;
    if let [difference] = differences.as_slice()
        && let Some([old, new]) = several.versions(difference)
    {
        return Ok(Pictured { difference, old, new, all: command.all });
    }
    if differences.is_empty() {
        let message = format!("`--format {format}` shows a journey that changed, and there is none");
        return Err(Failure::new(message, "`--format text` says which journeys came and went"));
    }
    let names: Vec<String> = differences.iter().map(|difference| format!("`{}`", difference.journey)).collect();
    let message =
        format!("`--format {format}` shows one journey, and {} changed: {}", differences.len(), names.join(", "));
    Err(Failure::new(message, "name the files of one of them, or take `--format markdown`"))
}
