//! The lines of one file that a finding speaks of, with its places underlined and named.

use std::collections::BTreeSet;

use crate::report::findings::gutter::Gutter;
use crate::report::findings::places::Places;
use crate::report::findings::row::{Ink, Row};
use crate::report::findings::shown::Shown;
use crate::report::findings::underline::{Under, underline};
use crate::report::paint::Tame;
use crate::syntax::source::Source;
use crate::terms::span::Span;

/// Of a place over more lines than this, only the first and the last ones are shown.
const WHOLE: usize = 6;
const HEAD: usize = 3;
const TAIL: usize = 2;

/// A place that is underlined.
#[derive(Clone, Copy, Debug)]
pub struct Mark<'f> {
    /// Where.
    pub span: Span,
    /// What stands there; empty where the finding's message says it.
    pub label: &'f str,
    /// Whose it is.
    pub ink: Ink,
}

/// The lines of one file.
#[derive(Debug)]
pub struct Excerpt<'s> {
    source: &'s Source,
    /// Those that stand on one line.
    short: Vec<Placed>,
    /// Those over several, what begins first first: each has a column of its own at the left.
    long: Vec<Placed>,
    lines: BTreeSet<usize>,
}

/// A mark by lines and bytes of its lines.
#[derive(Clone, Debug)]
struct Placed {
    first: usize,
    last: usize,
    start: usize,
    end: usize,
    label: String,
    ink: Ink,
}

impl<'s> Excerpt<'s> {
    /// The lines of `source` on which `marks` stand.
    pub fn new(source: &'s Source, marks: &[Mark<'_>], places: &mut Places<'s>) -> Self {
        let all = marks.iter().map(|mark| place(source, mark, places));
        let (short, mut long): (Vec<_>, Vec<_>) = all.partition(|mark| mark.first == mark.last);
        long.sort_by_key(|mark| (mark.first, usize::MAX - mark.last));
        let mut lines: BTreeSet<usize> = short.iter().map(|mark| mark.first).collect();
        for mark in &long {
            let is_whole = mark.last - mark.first < WHOLE;
            let head = if is_whole { mark.last } else { mark.first + HEAD - 1 };
            lines.extend((mark.first..=head).chain(mark.last + 1 - TAIL..=mark.last));
        }
        // Three dots would take the room of the one line that they stand for.
        let alone: Vec<usize> = lines.iter().filter(|line| lines.contains(&(*line + 2))).map(|line| line + 1).collect();
        lines.extend(alone);
        Self { source, short, long, lines }
    }

    /// The last line that is shown.
    pub fn last_line(&self) -> usize {
        self.lines.last().copied().unwrap_or(1)
    }

    /// The lines, each with what stands below it.
    pub fn render(&self, gutter: Gutter) -> String {
        let mut text = String::new();
        let mut before = None;
        for &line in &self.lines {
            if before.is_some_and(|before| before + 1 < line) {
                text.push_str(&gutter.dots(&self.bars(|mark| mark.first < line && line <= mark.last)));
            }
            before = Some(line);
            self.line(line, gutter, &mut text);
        }
        text
    }

    fn line(&self, line: usize, gutter: Gutter, text: &mut String) {
        let said = self.source.text.get(self.source.line(line)).unwrap_or_default();
        let shown = Shown::new(said, &self.spans_on(line));
        let at_margin = |mark: &Placed| mark.first == line && shown.column(mark.start) <= shown.indent();
        let mut row = self.bars(|mark| mark.first < line && line <= mark.last);
        for (depth, mark) in self.long.iter().enumerate().filter(|(_, mark)| at_margin(mark)) {
            row.fill((2 * depth, 2 * depth + 1), '/', mark.ink);
        }
        row.write(2 * self.long.len(), &shown.text, Ink::None);
        text.push_str(&gutter.line(line, &row));
        let mut open: Vec<bool> =
            self.long.iter().map(|mark| at_margin(mark) || (mark.first < line && line <= mark.last)).collect();
        for row in self.short_rows(line, &shown, &open) {
            text.push_str(&gutter.below(&row));
        }
        for (depth, mark) in self.long.iter().enumerate() {
            if mark.first == line && !open[depth] {
                let at = shown.column(mark.start);
                text.push_str(&gutter.below(&self.turn(depth, at, &open)));
                open[depth] = true;
            }
        }
        for (depth, mark) in self.long.iter().enumerate().rev().filter(|(_, mark)| mark.last == line) {
            let at = shown.column(mark.end).saturating_sub(1);
            let mut row = self.turn(depth, at, &open);
            row.write(2 * self.long.len() + at + 2, &mark.label, mark.ink);
            text.push_str(&gutter.below(&row));
            open[depth] = false;
        }
    }

    /// The rows below a line for what stands on it alone.
    fn short_rows(&self, line: usize, shown: &Shown, open: &[bool]) -> Vec<Row> {
        let left = 2 * self.long.len();
        let on_line = self.short.iter().filter(|mark| mark.first == line);
        let under = on_line.map(|mark| {
            let start = shown.column(mark.start);
            let end = shown.column(mark.end).max(start + 1);
            Under { start: left + start, end: left + end, label: &mark.label, ink: mark.ink }
        });
        underline(under.collect(), &self.bars_of(open))
    }

    /// The row on which the bar of a long mark turns to the column at which it begins or ends.
    fn turn(&self, depth: usize, at: usize, open: &[bool]) -> Row {
        let Some(mark) = self.long.get(depth) else { return Row::default() };
        let at = 2 * self.long.len() + at;
        let mut row = self.bars_of(open);
        row.fill((2 * depth + 1, at), '_', mark.ink);
        row.fill((at, at + 1), mark.ink.sign(), mark.ink);
        row
    }

    fn bars(&self, is_open: impl Fn(&Placed) -> bool) -> Row {
        self.bars_of(&self.long.iter().map(is_open).collect::<Vec<_>>())
    }

    fn bars_of(&self, open: &[bool]) -> Row {
        let mut row = Row::default();
        for (depth, mark) in self.long.iter().enumerate() {
            if open.get(depth) == Some(&true) {
                row.fill((2 * depth, 2 * depth + 1), '|', mark.ink);
            }
        }
        row
    }

    /// The bytes of a line that must be seen.
    fn spans_on(&self, line: usize) -> Vec<std::ops::Range<usize>> {
        let short = self.short.iter().filter(|mark| mark.first == line).map(|mark| mark.start..mark.end);
        let begins = self.long.iter().filter(|mark| mark.first == line).map(|mark| mark.start..mark.start);
        let ends = self.long.iter().filter(|mark| mark.last == line).map(|mark| mark.end..mark.end);
        short.chain(begins).chain(ends).collect()
    }
}

fn place<'s>(source: &'s Source, mark: &Mark<'_>, places: &mut Places<'s>) -> Placed {
    let Span { file, start, end } = mark.span;
    let said = source.text.get(start as usize..end as usize).unwrap_or_default();
    // A place that goes to the end of its line goes not to the next one.
    let end = if said.is_empty() { end.max(start) } else { start + (said.trim_end_matches(['\n', '\r']).len() as u32) };
    let (first, last) = places.of(Span::new(file, start, end));
    let within = |line: usize, byte: u32| {
        let range = source.line(line);
        let byte = source.text.floor_char_boundary(byte as usize);
        byte.clamp(range.start, range.end) - range.start
    };
    Placed {
        first: first.line,
        last: last.line,
        start: within(first.line, start),
        end: within(last.line, end),
        label: Tame(mark.label).to_string(),
        ink: mark.ink,
    }
}
