//! What became of the same people in both versions, for a pull request.

use std::fmt::Write as _;

use crate::report::changes::counterfactual::grid::{Grid, ways};
use crate::report::changes::counterfactual::told::{Told, version};
use crate::report::changes::inline::{code, prose};
use crate::report::table::thousands;
use crate::trial::counterfactual::outcome::Ends;
use crate::trial::counterfactual::shared::SharedJourney;

/// It has so many bytes at most.
pub const MOST: usize = 16_000;
/// A table has so many columns at most.
const COLUMNS: usize = 10;
/// So many ways are told where a table would have more.
const WAYS: usize = 20;

/// What became of them.
pub fn render(told: Told<'_>) -> String {
    let mut out = format!("\n#### The same events in both\n\n{}\n\n", prose(&told.extent()));
    for (count, says) in told.groups() {
        let _ = writeln!(out, "* **{}** {says}", thousands(count));
    }
    let (moved, others) = told.moved();
    let mut sections: Vec<String> = moved.iter().map(|(journey, ends)| places(journey, ends)).collect();
    sections.push(shifts(told));
    sections.push(partings(told));
    let mut left = 0;
    for section in sections {
        if out.len() + section.len() <= MOST { out.push_str(&section) } else { left += 1 }
    }
    if !moved.is_empty() && others > 0 {
        let journeys = if others == 1 { "the other journey".to_owned() } else { format!("{others} other journeys") };
        let _ = writeln!(out, "\nIn {journeys} everybody ends where they did.");
    }
    if left > 0 {
        let _ =
            writeln!(out, "\n<sub>More has no room in a comment: `wayfare diff` in a terminal tells all of it.</sub>");
    }
    out
}

fn places(journey: &SharedJourney, ends: &Ends) -> String {
    let (old, new) = (prose(&version(journey, 0)), prose(&version(journey, 1)));
    let mut out = format!("\n**{}: where people end**\n\n", code(&journey.id));
    let grid = Grid::of(journey, ends);
    if grid.columns.len() > COLUMNS {
        let ways = ways(journey, ends);
        let _ = writeln!(out, "| {old} → {new} | people |\n|---|---:|");
        for (way, count) in ways.iter().take(WAYS) {
            let _ = writeln!(out, "| {} | {} |", prose(way), thousands(*count));
        }
        if let Some(more) = ways.len().checked_sub(WAYS).filter(|more| *more > 0) {
            let _ = writeln!(out, "\nand {more} more ways");
        }
        return out;
    }
    let columns: Vec<String> = grid.columns.iter().map(|name| prose(name)).collect();
    let _ = writeln!(out, "| {old} ↓ {new} → | {} |", columns.join(" | "));
    let _ = writeln!(out, "|---|{}", "---:|".repeat(columns.len()));
    for (name, cells) in &grid.rows {
        let counts = cells.iter().map(|cell| match cell.count.as_str() {
            "" => String::new(),
            count if cell.same => count.to_owned(),
            count => format!("**{count}**"),
        });
        let _ = writeln!(out, "| {} | {} |", prose(name), counts.collect::<Vec<_>>().join(" | "));
    }
    out
}

fn shifts(told: Told<'_>) -> String {
    let shifts = told.shifts();
    let reworded = told.reworded();
    if shifts.is_empty() && reworded.is_empty() {
        return String::new();
    }
    let mut out = "\n| what happens | more often | less often |\n|---|---:|---:|\n".to_owned();
    for (what, gained, lost) in shifts {
        let count = |of: u64| if of == 0 { String::new() } else { thousands(of) };
        let _ = writeln!(out, "| {} | {} | {} |", prose(&what), count(gained), count(lost));
    }
    for (action, times) in reworded {
        let what = code(action);
        let _ = writeln!(out, "\n{what} has other params {} times.", thousands(times));
    }
    out
}

fn partings(told: Told<'_>) -> String {
    if told.outcome.partings.is_empty() {
        return String::new();
    }
    let mut out = "\n<details><summary>Where the first of them part</summary>\n".to_owned();
    for parted in &told.outcome.partings {
        let words = told.parting(parted);
        let _ = writeln!(out, "\n* {}", prose(&words.headline));
        for (version, said) in &words.sides {
            let _ = writeln!(out, "  * {}: {}", prose(version), prose(said));
        }
        for why in &words.because {
            let _ = writeln!(out, "  * because {}", prose(why));
        }
    }
    out.push_str("\n</details>\n");
    out
}
