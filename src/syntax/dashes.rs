//! The first item of a list whose dash is missing, or has no blank behind it: the lines below it fit nothing then.

use std::ops::Range;

use crate::syntax::lines::{Parts, content, indent, line_at, next_line, parts};
use crate::terms::finding::{Edit, Finding, Fix};
use crate::terms::rule;
use crate::terms::span::{FileId, Span};

/// An item without a dash that YAML takes for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undashed {
    /// What its first line says.
    pub said: Range<usize>,
    /// The byte at which its dash belongs.
    pub dash: usize,
    /// Whether there is a dash, without a blank behind it.
    glued: bool,
}

/// The item for whose dash the parser stopped at `at`.
pub fn undashed(text: &str, at: usize) -> Option<Undashed> {
    let stopped = line_at(text, at);
    let (opener, first) = opened(text, &stopped)?;
    let head = parts(text, &first);
    let said = content(text, &first);
    let column = said.start - first.start;
    if head.dash || head.value.is_empty() || head.key.is_none() {
        return None;
    }
    if text[said.clone()].starts_with('-') {
        return Some(Undashed { dash: said.start, said, glued: true });
    }
    let list = dash_below(text, &first, opener)?;
    let goes_on =
        || below(text, &first).is_some_and(|line| begins(text, &line) == column + 2 && !parts(text, &line).dash);
    let back = column.checked_sub(list).filter(|&back| back == 2 || (back == 0 && goes_on()))?;
    Some(Undashed { dash: said.start - back, said, glued: false })
}

/// The column of the key that opens what the line stands in, and the first line in it.
fn opened(text: &str, line: &Range<usize>) -> Option<(usize, Range<usize>)> {
    let (mut first, mut least) = (line.clone(), begins(text, line));
    while let Some(above) = above(text, &first) {
        let (column, Parts { key, value, .. }) = (begins(text, &above), parts(text, &above));
        if column < least && key.is_some() && value.is_empty() {
            return Some((column, first));
        }
        if column < least && first.start < line.start {
            return None;
        }
        least = least.min(column);
        first = above;
    }
    None
}

/// The column of the first dash below `line`, in what a key in the column `opener` opens.
fn dash_below(text: &str, line: &Range<usize>, opener: usize) -> Option<usize> {
    let first = begins(text, line);
    let mut line = line.clone();
    while let Some(next) = below(text, &line) {
        let (column, dash) = (begins(text, &next), parts(text, &next).dash);
        if column < opener || (column == opener && !dash) {
            return None;
        }
        if dash && column <= first {
            return Some(column);
        }
        line = next;
    }
    None
}

fn begins(text: &str, line: &Range<usize>) -> usize {
    indent(&text[line.clone()])
}

fn says(text: &str, line: &Range<usize>) -> bool {
    let said = text[line.clone()].trim_start();
    !said.is_empty() && !said.starts_with('#')
}

fn above(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let mut line = line.clone();
    loop {
        line = line_at(text, line.start.checked_sub(1)?);
        if says(text, &line) {
            return Some(line);
        }
    }
}

fn below(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let mut line = line.clone();
    loop {
        line = line_at(text, next_line(text, &line)?);
        if says(text, &line) {
            return Some(line);
        }
    }
}

impl Undashed {
    /// What is told of it.
    pub fn finding(&self, file: FileId) -> Finding {
        let span = |range: Range<usize>| Span::new(file, range.start as u32, range.end as u32);
        let (message, help) = if self.glued {
            ("a `-` without a blank behind it", "write a blank behind it, if an item of a list begins here")
        } else {
            ("a list whose first item has no dash", "write `- ` before it")
        };
        let (edit, text) = match self.said.start - self.dash {
            _ if self.glued => (self.dash + 1..self.dash + 1, " "),
            0 => (self.dash..self.dash, "- "),
            _ => (self.dash..self.said.start, "- "),
        };
        let edits = vec![Edit { span: span(edit), text: text.to_owned() }];
        let finding = Finding::new(rule::YAML_SYNTAX, span(self.said.clone()), message).help(help);
        finding.fix(Fix { message: help.to_owned(), edits, safe: false })
    }
}

#[cfg(test)]
mod tests {
    use super::undashed;

    #[test]
    fn the_first_item_is_found_from_the_line_at_which_reading_stopped() {
        for (text, stopped, dash) in [
            ("steps:\n    id: a\n    to: B\n  - id: b\n", "- id: b", Some(9)),
            ("steps:\n  -id: a\n    to: B\n", "to: B", Some(9)),
            ("steps:\n  id: a\n    to: B\n  - id: b\n", "to: B", Some(9)),
            ("steps:\n  id: a\n    to: B\n", "to: B", None),
            ("A:\n  on_entry:\n    - x\n  - steps:\n", "- steps", None),
            ("steps:\n  - id: a\n   to: B\n", "to: B", None),
        ] {
            let found = undashed(text, text.find(stopped).unwrap());
            assert_eq!(found.map(|item| item.dash), dash, "{text}");
        }
    }
}
