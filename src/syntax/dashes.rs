//! An item of a list whose dash is missing, has no blank behind it or stands too deep: the lines below it fit nothing then.

use std::ops::Range;

use crate::syntax::lines::{content, indent, line_at, next_line, parts};
use crate::terms::finding::{Edit, Finding, Fix};
use crate::terms::rule;
use crate::terms::span::{FileId, Span};

/// What to do where an item has no first line, which would have the key `head`.
pub fn headless(head: &str) -> String {
    format!("is a line such as `- {head}: …` missing above it?")
}

/// What an item of a list begins with.
pub const DASH: &str = "- ";

/// An item without a dash that YAML takes for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undashed {
    /// What its first line says.
    pub said: Range<usize>,
    /// The byte at which its dash belongs.
    pub dash: usize,
    slip: Slip,
    /// The key with which the other items begin and that this one does not have: a line of its own is missing.
    head: Option<Range<usize>>,
}

/// What is wrong with a dash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slip {
    /// There is none.
    Missing,
    /// No blank stands behind it.
    Glued,
    /// It stands in the column of the item's other keys.
    Deep,
}

/// The item for whose dash the parser stopped at `at`.
pub fn undashed(text: &str, at: usize) -> Option<Undashed> {
    let stopped = line_at(text, at);
    if let Some(item) = too_deep(text, &stopped) {
        return Some(item);
    }
    let (opener, first) = opened(text, &stopped)?;
    let head = parts(text, &first);
    let said = content(text, &first);
    let column = said.start - first.start;
    if head.dash || head.value.is_empty() || head.key.is_none() {
        return None;
    }
    if text[said.clone()].starts_with('-') {
        return Some(Undashed { dash: said.start, said, slip: Slip::Glued, head: None });
    }
    let (list, listed) = dash_below(text, &first, opener)?;
    let goes_on =
        || below(text, &first).is_some_and(|line| begins(text, &line) == column + 2 && !parts(text, &line).dash);
    let back = column.checked_sub(list).filter(|&back| back == 2 || (back == 0 && goes_on()))?;
    let head = head_of(text, &first, &listed).filter(|_| back == 2);
    Some(Undashed { dash: said.start - back, said, slip: Slip::Missing, head })
}

/// The item that begins on the line at which the parser stopped, or above it, in the column of its other keys; the dashes of
/// its list begin further left.
fn too_deep(text: &str, stopped: &Range<usize>) -> Option<Undashed> {
    let first = if parts(text, stopped).dash { stopped.clone() } else { above(text, stopped)? };
    let (head, column) = (parts(text, &first), begins(text, &first));
    let next = below(text, &first)?;
    let other = parts(text, &next);
    let is_item = head.dash && head.key.is_some() && head.column == column + DASH.len();
    if !is_item || begins(text, &next) != column || other.dash || other.key.is_none() {
        return None;
    }
    let list = column.checked_sub(DASH.len())?;
    let is_listed =
        is_among_dashes(text, first.start, list) || dash_below(text, &first, list).is_some_and(|below| below.0 == list);
    let (said, dash) = (content(text, &first), first.start + list);
    is_listed.then_some(Undashed { said, dash, slip: Slip::Deep, head: None })
}

/// The column of the keys of the item in which a line stands that begins as far left as the item's dash, and has none; absent
/// where a new item rather begins there, with a key that the one above has as well.
pub fn column_of_item(text: &str, line: &Range<usize>) -> Option<usize> {
    let column = begins(text, line);
    let entry =
        |line: &Range<usize>| text[line.clone()].trim_start().trim_start_matches(DASH).trim_start().split_once(':');
    let key = |line: &Range<usize>| entry(line).map(|(key, _)| key);
    // A key that opens something rather stands beside the list.
    let (own, _) = entry(line).filter(|(_, value)| !value.trim().is_empty() && !parts(text, line).dash)?;
    let mut line = above(text, line)?;
    while begins(text, &line) > column {
        if key(&line) == Some(own) {
            return None;
        }
        line = above(text, &line)?;
    }
    let head = parts(text, &line);
    let is_item = begins(text, &line) == column && head.dash && key(&line) != Some(own);
    (is_item && !begins_with_its_key(text, &line)).then_some(head.column)
}

/// Whether the list of which `line` is an item begins in the column of the key that opens it.
fn begins_with_its_key(text: &str, line: &Range<usize>) -> bool {
    let column = begins(text, line);
    let mut line = line.clone();
    while let Some(before) = above(text, &line) {
        line = before;
        if begins(text, &line) < column || (begins(text, &line) == column && !parts(text, &line).dash) {
            break;
        }
    }
    begins(text, &line) == column
}

/// Whether a dash begins in this column in the lines above, before one that begins further left.
pub fn is_among_dashes(text: &str, mut start: usize, column: usize) -> bool {
    while let Some(before) = start.checked_sub(1) {
        let line = line_at(text, before);
        start = line.start;
        let said = &text[line.clone()];
        if said.trim().is_empty() || indent(said) > column {
            continue;
        }
        return indent(said) == column && said.trim_start().starts_with(DASH);
    }
    false
}

/// The column of the key that opens what the line stands in, and the first line in it.
fn opened(text: &str, line: &Range<usize>) -> Option<(usize, Range<usize>)> {
    let (mut first, mut least) = (line.clone(), begins(text, line));
    // The dashes of a list may begin in the column of the key that opens it.
    let dash = parts(text, line).dash.then_some(least);
    while let Some(above) = above(text, &first) {
        let (column, said) = (begins(text, &above), parts(text, &above));
        let is_further = column < least || (Some(column) == dash && !said.dash && first.start < line.start);
        if is_further && said.key.is_some() && said.value.is_empty() {
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

/// The first key of the item on the line `listed`, if the lines from `first` on, which are to be one as well, do not have it.
fn head_of(text: &str, first: &Range<usize>, listed: &Range<usize>) -> Option<Range<usize>> {
    let head = parts(text, listed).key?;
    let mut line = first.clone();
    while line.start < listed.start {
        let own = parts(text, &line).key.filter(|_| begins(text, &line) == begins(text, first));
        if own.is_some_and(|own| text[own] == text[head.clone()]) {
            return None;
        }
        line = below(text, &line)?;
    }
    Some(head)
}

/// The column of the first dash below `line`, in what a key in the column `opener` opens, and its line.
fn dash_below(text: &str, line: &Range<usize>, opener: usize) -> Option<(usize, Range<usize>)> {
    let first = begins(text, line);
    let mut line = line.clone();
    while let Some(next) = below(text, &line) {
        let (column, dash) = (begins(text, &next), parts(text, &next).dash);
        if column < opener || (column == opener && !dash) {
            return None;
        }
        if dash && column <= first {
            return Some((column, next));
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
    /// Whether its first line can only be read as far as its dash.
    pub fn loses_its_line(&self) -> bool {
        self.slip != Slip::Missing || self.dash == self.said.start
    }

    /// Whether the line is missing with which it began.
    pub const fn lacks_its_head(&self) -> bool {
        self.head.is_some()
    }

    /// What is told of it in `text`.
    pub fn finding(&self, file: FileId, text: &str) -> Finding {
        let span = |range: Range<usize>| Span::new(file, range.start as u32, range.end as u32);
        if let Some(head) = &self.head {
            let finding =
                Finding::new(rule::YAML_SYNTAX, span(self.said.clone()), "a list whose first item has no dash");
            return finding.help(headless(&text[head.clone()]));
        }
        let (message, help) = match self.slip {
            Slip::Glued => {
                ("a `-` without a blank behind it", "write a blank behind it, if an item of a list begins here")
            }
            Slip::Missing => ("a list whose first item has no dash", "write `- ` before it"),
            Slip::Deep => ("a `-` that stands too deep", "let it begin in the column of the other dashes"),
        };
        let (edit, text) = match (self.slip, self.said.start - self.dash) {
            (Slip::Glued, _) => (self.dash + 1..self.dash + 1, " "),
            (Slip::Deep, _) => (self.dash..self.said.start, ""),
            (Slip::Missing, 0) => (self.dash..self.dash, DASH),
            (Slip::Missing, _) => (self.dash..self.said.start, DASH),
        };
        let edits = vec![Edit { span: span(edit), text: text.to_owned() }];
        let finding = Finding::new(rule::YAML_SYNTAX, span(self.said.clone()), message).help(help);
        finding.fix(Fix { message: help.to_owned(), edits, safe: false })
    }
}

#[cfg(test)]
mod tests {
    use super::{column_of_item, undashed};
    use crate::syntax::lines::line_at;

    #[test]
    fn the_first_item_is_found_from_the_line_at_which_reading_stopped() {
        for (text, stopped, dash) in [
            ("steps:\n    id: a\n    to: B\n  - id: b\n", "- id: b", Some(9)),
            ("steps:\n  -id: a\n    to: B\n", "to: B", Some(9)),
            ("steps:\n  id: a\n    to: B\n  - id: b\n", "to: B", Some(9)),
            ("steps:\n  id: a\n    to: B\n", "to: B", None),
            ("A:\n  on_entry:\n    - x\n  - steps:\n", "- steps", None),
            ("steps:\n  - id: a\n   to: B\n", "to: B", None),
            ("steps:\n  - id: a\n    to: B\n    - id: b\n    to: C\n", "- id: b", Some(29)),
            ("steps:\n    - id: a\n    to: B\n  - id: b\n", "to: B", Some(9)),
            ("steps:\n    - id: a\n    to: B\nd: 1\n", "to: B", None),
            ("A:\n  steps:\n    on: X\n    to: B\n  - id: b\n", "- id: b", Some(14)),
        ] {
            let found = undashed(text, text.find(stopped).unwrap());
            assert_eq!(found.map(|item| item.dash), dash, "{text}");
        }
    }

    #[test]
    fn a_key_beside_a_dash_is_of_its_item() {
        for (text, stopped, column) in [
            ("steps:\n  - id: a\n  to: B\n", "to: B", Some(4)),
            ("steps:\n  - id: a\n    to: B\n  at: x\n    every: y\n", "at: x", Some(4)),
            ("steps:\n  - id: a\n    to: B\n  id: b\n", "id: b", None),
            ("steps:\n- id: a\nto: B\n", "to: B", None),
            ("steps:\n  - id: a\n   to: B\n", "to: B", None),
        ] {
            let line = line_at(text, text.find(stopped).unwrap());
            assert_eq!(column_of_item(text, &line), column, "{text}");
        }
    }
}
