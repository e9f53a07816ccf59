//! The parts of a guard in rows: mark, text, and what was read.

use crate::expr::explain::{Found, Made, Part, Reading};
use crate::report::paint::{Paint, Tame, Tone};

/// Longer texts do not push what was read further to the right.
const WIDEST: usize = 52;

/// A row of a guard.
#[derive(Debug)]
pub struct Row {
    depth: usize,
    mark: (&'static str, Tone),
    text: String,
    note: String,
}

/// The rows of a guard; its own name is left out where all of its parts must hold.
pub fn rows(guard: &Part) -> Vec<Row> {
    let mut rows = Vec::new();
    match &guard.made {
        Made::All(parts) => parts.iter().for_each(|part| add(part, 0, &mut rows)),
        _ => add(guard, 0, &mut rows),
    }
    rows
}

/// Writes rows, each indented by `margin`; texts are aligned.
pub fn write(rows: &[Row], margin: usize, paint: Paint, out: &mut String) {
    let place = |row: &Row| row.depth * 2 + row.text.chars().count();
    let width = rows.iter().filter(|row| !row.note.is_empty()).map(place).filter(|place| *place <= WIDEST).max();
    for row in rows {
        let (mark, tone) = row.mark;
        let indent = margin + row.depth * 2;
        out.push_str(&" ".repeat(indent));
        out.push_str(&paint.tone(tone, mark).to_string());
        out.push(' ');
        let faint = tone == Tone::Faint;
        out.push_str(&if faint { paint.tone(Tone::Faint, &row.text).to_string() } else { row.text.clone() });
        if !row.note.is_empty() {
            out.push_str(&" ".repeat(width.unwrap_or(0).saturating_sub(place(row)) + 3));
            out.push_str(&paint.tone(Tone::Faint, &row.note).to_string());
        }
        out.push('\n');
    }
}

/// How a result is marked.
pub const fn mark(found: &Found) -> (&'static str, Tone) {
    match found {
        Found::Holds(true) => ("✓", Tone::Good),
        Found::Holds(false) => ("✗", Tone::Bad),
        Found::Failed(_) => ("!", Tone::Wary),
        Found::Unasked => ("·", Tone::Faint),
    }
}

fn add(part: &Part, depth: usize, rows: &mut Vec<Row>) {
    let mut row = |text: String, note: String| rows.push(Row { depth, mark: mark(&part.found), text, note });
    if part.found == Found::Unasked {
        return row(Tame(&part.text).to_string(), "not asked".to_owned());
    }
    let (name, parts) = match &part.made {
        Made::Question(readings, complaints) => {
            let failed = match &part.found {
                Found::Failed(error) => Some(format!("it fails: {}", Tame(error))),
                Found::Holds(_) | Found::Unasked => None,
            };
            let told = complaints.iter().map(|complaint| Tame(complaint).to_string());
            let notes: Vec<String> = failed.into_iter().chain(readings.iter().map(reading)).chain(told).collect();
            return row(Tame(&part.text).to_string(), notes.join(", "));
        }
        Made::All(parts) => ("all of", parts.as_slice()),
        Made::Any(parts) => ("one of", parts.as_slice()),
        Made::Not(inner) => ("not", std::slice::from_ref(&**inner)),
    };
    row(name.to_owned(), String::new());
    for part in parts {
        add(part, depth + 1, rows);
    }
}

fn reading(reading: &Reading) -> String {
    format!("{} = {}", Tame(&reading.text), Tame(&reading.value.to_string()))
}
