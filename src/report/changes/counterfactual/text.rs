//! What became of the same people in both versions, for a terminal.

use std::fmt::Write as _;

use crate::report::changes::counterfactual::grid::{Grid, ways};
use crate::report::changes::counterfactual::told::{Told, version};
use crate::report::changes::style::Style;
use crate::report::paint::{Tame, Tone};
use crate::report::table::{Table, thousands};
use crate::report::wrap::wrap;
use crate::trial::counterfactual::outcome::Ends;
use crate::trial::counterfactual::shared::SharedJourney;

/// So many ways are told where a grid would be too wide.
const WAYS: usize = 20;

/// What became of them.
pub fn render(told: Told<'_>, style: Style) -> String {
    let paint = style.paint;
    let mut out = format!("\n{} {}\n", paint.tone(Tone::Strong, "the same events in both:"), told.extent());
    let mut table = Table::default();
    told.groups().into_iter().for_each(|(count, says)| table.row(0, says, count, ""));
    table.render().lines().for_each(|line| {
        let _ = writeln!(out, "  {line}");
    });
    let (moved, others) = told.moved();
    for (journey, ends) in &moved {
        places(journey, ends, style, &mut out);
    }
    if !moved.is_empty() && others > 0 {
        let journeys = if others == 1 { "the other journey".to_owned() } else { format!("{others} other journeys") };
        let _ = writeln!(out, "\nin {journeys} everybody ends where they did");
    }
    shifts(told, style, &mut out);
    partings(told, style, &mut out);
    out
}

fn places(journey: &SharedJourney, ends: &Ends, style: Style, out: &mut String) {
    let name = style.paint.tone(Tone::Strong, Tame(&journey.id)).to_string();
    let says = match &journey.versions {
        [Some(_), Some(_)] => format!("where people end, {} down, {} across", version(journey, 0), version(journey, 1)),
        [None, _] => "where people end in a journey that is new".to_owned(),
        [_, None] => "where people were in a journey that is gone".to_owned(),
    };
    let _ = writeln!(out, "\n{name}: {says}");
    if let Some(grid) = drawn(&Grid::of(journey, ends), style) {
        out.push_str(&grid);
        return;
    }
    let ways = ways(journey, ends);
    let mut table = Table::default();
    ways.iter().take(WAYS).for_each(|(way, count)| table.row(0, way, *count, ""));
    table.render().lines().for_each(|line| {
        let _ = writeln!(out, "  {}", Tame(line));
    });
    if let Some(more) = ways.len().checked_sub(WAYS).filter(|more| *more > 0) {
        let _ = writeln!(out, "  and {more} more ways");
    }
}

/// The grid, if it is not too wide.
fn drawn(grid: &Grid, style: Style) -> Option<String> {
    let chars = |text: &str| text.chars().count();
    let first = grid.rows.iter().map(|(name, _)| chars(name)).max().unwrap_or_default();
    let width = |column: usize| {
        let counts = grid.rows.iter().map(|(_, cells)| chars(&cells[column].count));
        counts.max().unwrap_or_default().max(chars(&grid.columns[column]))
    };
    let widths: Vec<usize> = (0..grid.columns.len()).map(width).collect();
    if 2 + first + widths.iter().map(|width| width + 2).sum::<usize>() > style.width {
        return None;
    }
    let mut out = format!("  {:first$}", "");
    for (name, width) in grid.columns.iter().zip(&widths) {
        let _ = write!(out, "  {:>width$}", Tame(name).to_string());
    }
    out.push('\n');
    for (name, cells) in &grid.rows {
        let _ = write!(out, "  {:first$}", Tame(name).to_string());
        for (cell, width) in cells.iter().zip(&widths) {
            let count = if cell.count.is_empty() { "·" } else { &cell.count };
            let tone = if cell.same || cell.count.is_empty() { Tone::Faint } else { Tone::Wary };
            let _ = write!(out, "  {}", style.paint.tone(tone, format!("{count:>width$}")));
        }
        out.push('\n');
    }
    Some(out)
}

fn shifts(told: Told<'_>, style: Style, out: &mut String) {
    let shifts = told.shifts();
    let reworded = told.reworded();
    if shifts.is_empty() && reworded.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", style.paint.tone(Tone::Strong, "what happens more or less often"));
    let mut lines: Vec<(String, String)> = Vec::new();
    for (what, gained, lost) in shifts {
        let times = [(gained, '+'), (lost, '-')].into_iter().filter(|(count, _)| *count > 0);
        let times: Vec<String> = times.map(|(count, sign)| format!("{sign}{}", thousands(count))).collect();
        lines.push((what, times.join(" ")));
    }
    for (action, times) in reworded {
        lines.push((format!("`{action}` with other params"), thousands(times)));
    }
    let widest = lines.iter().map(|(what, _)| what.chars().count()).max().unwrap_or_default();
    for (what, times) in lines {
        let _ = writeln!(out, "  {:widest$}  {times}", Tame(&what).to_string());
    }
}

fn partings(told: Told<'_>, style: Style, out: &mut String) {
    let paint = style.paint;
    if told.outcome.partings.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", paint.tone(Tone::Strong, "where the first of them part"));
    for parted in &told.outcome.partings {
        let words = told.parting(parted);
        let _ = writeln!(out, "  {}", Tame(&words.headline));
        for (version, said) in &words.sides {
            let mut lines = wrap(&format!("{version}: {said}"), style.width.saturating_sub(6)).into_iter();
            let first = lines.next().unwrap_or_default();
            let _ = writeln!(out, "    {}", Tame(&first));
            lines.for_each(|line| {
                let _ = writeln!(out, "      {}", Tame(&line));
            });
        }
        for why in &words.because {
            let _ = writeln!(out, "      {}", paint.tone(Tone::Faint, format!("because {}", Tame(why))));
        }
    }
}
