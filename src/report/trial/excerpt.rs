//! The lines of a test that matter, with what was expected underlined.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::report::paint::{Paint, Tame, Tone};
use crate::syntax::source::Source;
use crate::terms::span::Span;

/// The first line of each of `spans`; the parts of `marked` that stand there, or on lines of their own, underlined.
pub fn render(source: &Source, spans: &[Span], marked: &[Span], paint: Paint) -> String {
    let mut lines: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for span in spans {
        lines.entry(source.place(span.start).line).or_default();
    }
    for span in marked {
        let (start, end) = (source.place(span.start), source.place(span.end));
        let text = line(source, start.line);
        let end = if end.line == start.line { end.column } else { text.trim_end().chars().count() + 1 };
        lines.entry(start.line).or_default().push((start.column, end.max(start.column + 1)));
    }
    let width = lines.keys().next_back().map_or(1, |last| last.to_string().len());
    let bar = paint.tone(Tone::Faint, "|");
    let mut text = String::new();
    let mut before = None;
    // Writing to a string cannot fail.
    for (number, marks) in &lines {
        if before.is_some_and(|before| before + 1 < *number) {
            let _ = writeln!(text, "{}", paint.tone(Tone::Faint, "..."));
        }
        before = Some(*number);
        let label = paint.tone(Tone::Faint, format!("{number:>width$}"));
        let _ = writeln!(text, "{label} {bar} {}", Tame(&line(source, *number).replace('\t', " ")));
        if !marks.is_empty() {
            let carets = paint.tone(Tone::Bad, carets(marks));
            let _ = writeln!(text, "{:>width$} {bar} {carets}", "");
        }
    }
    text
}

fn carets(marks: &[(usize, usize)]) -> String {
    let end = marks.iter().map(|(_, end)| *end).max().unwrap_or(1);
    let is_marked = |column: usize| marks.iter().any(|(start, end)| (*start..*end).contains(&column));
    (1..end).map(|column| if is_marked(column) { '^' } else { ' ' }).collect()
}

fn line(source: &Source, number: usize) -> &str {
    let text = source.text.trim_start_matches('\u{feff}');
    text.lines().nth(number - 1).unwrap_or_default().trim_end()
}
