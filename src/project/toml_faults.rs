//! A TOML text without the lines that are none, so that one fault hides only what stands in it.

use std::ops::Range;

use toml::de::DeTable;

use crate::syntax::lines::{line_at, next_line};
use crate::syntax::source::Source;
use crate::terms::finding::Finding;
use crate::terms::rule::WRONG_SHAPE;
use crate::terms::span::Span;

/// How many faults are told; what stands behind them is not read.
const MOST: usize = 20;

/// The text of `source` with blanks in the place of what is no TOML; each fault is reported.
pub fn without_faults(source: &Source, findings: &mut Vec<Finding>) -> String {
    let mut text = source.text.clone();
    let mut last = None;
    for _ in 0..MOST {
        let Some((range, message)) = first_fault(&text) else { return text };
        let again = last == Some(range.start);
        let lines = lines(&text, range.start, again || message.contains("duplicate"));
        last = Some(range.start);
        if !again {
            let span = Span::new(source.id, range.start as u32, range.end as u32);
            findings.push(
                Finding::new(WRONG_SHAPE, span, format!("not TOML: {message}"))
                    .help("strings stand in double quotes, a table begins with `[name]`"),
            );
        }
        let blank = |c: char| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) };
        let blanks: String = text[lines.clone()].chars().map(blank).collect();
        text.replace_range(lines, &blanks);
    }
    String::new()
}

/// Where the first fault of `text` stands, and what it is.
fn first_fault(text: &str) -> Option<(Range<usize>, String)> {
    let (_, errors) = DeTable::parse_recoverable(text);
    let faults = errors.iter().map(|error| (error.span().unwrap_or(0..0), error.message().to_owned()));
    faults.min_by_key(|(range, _)| range.start)
}

/// The lines that a fault at `at` makes unreadable: the entry that it stands in; the whole table where it stands in a header;
/// the entry above where that goes on into a header that is right, unless the fault is `here`.
fn lines(text: &str, at: usize, here: bool) -> Range<usize> {
    let mut own = line_at(text, at);
    if text[own.clone()].trim().is_empty() {
        // What is missing at the end of a text is missing from the last line that says something.
        own = line_at(text, text[..own.start].trim_end().len());
    }
    let code = text[own.clone()].trim();
    let (opens, closes) = (code.starts_with('['), code.ends_with(']') && !code.starts_with(']'));
    let above = || {
        let start = line_at(text, text[..own.start].rfind('=')?).start;
        (!text[start..own.start].contains("\n[")).then_some(start)
    };
    if !opens && (!closes || code.contains('=')) {
        let start = if code.contains('=') { None } else { above() };
        return start.unwrap_or(own.start)..next(text, own.end, |line| line.starts_with('[') || line.contains('='));
    }
    match above() {
        Some(start) if opens && closes && !here => start..own.start,
        _ => own.start..next(text, own.end, |line| line.starts_with('[')),
    }
}

/// The end of the last line before the next one behind the byte `end` that `begins` something else.
fn next(text: &str, end: usize, begins: impl Fn(&str) -> bool) -> usize {
    let mut end = end;
    while let Some(start) = next_line(text, &(end..end)) {
        let line = line_at(text, start);
        if begins(text[line.clone()].trim_start()) {
            break;
        }
        end = line.end;
    }
    end
}
