//! After a fault of YAML: the broken part becomes blank, so that a broken line hides only what depends on it.
//!
//! Blanks take the place of what was written byte for byte, so every other place stays as it was.

use std::ops::Range;

use granit_parser::ErrorKind;

use crate::syntax::brackets::open_at;
use crate::syntax::conflict::{self, Conflict};
use crate::syntax::dashes::{DASH, Undashed, column_of_item, is_among_dashes, undashed};
use crate::syntax::fault::{Stop, closed_below, culprit, unquoted};
use crate::syntax::fault_words::words;
use crate::syntax::lines::{Parts, content, indent, line_at, next_line, parts};
use crate::syntax::misread;
use crate::syntax::node::Style;
use crate::syntax::quoting::{Within, extent, quote};
use crate::terms::finding::{Edit, Finding, Fix};
use crate::terms::rule;
use crate::terms::span::{FileId, Span};

/// So many faults of YAML are shown for one file; then the rest of it is given up.
const MAX_FAULTS: usize = 20;

/// So often a file is read again.
const MAX_PASSES: usize = 48;

/// A place where something was written that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hole {
    /// The first byte.
    pub start: usize,
    /// What is gone there.
    pub gone: Gone,
}

/// What could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gone {
    /// A value; a null stands for it.
    Value,
    /// A line that began at this column, and what was nested in it.
    Line(usize),
    /// Lines that may have been of any depth.
    Lines,
}

/// A file's text with holes where it was broken.
#[derive(Debug)]
pub struct Repaired {
    /// As long as the file, byte for byte.
    pub text: String,
    /// In file order.
    pub holes: Vec<Hole>,
    /// The first byte that was changed last.
    pub changed: usize,
    faults: usize,
    passes: usize,
}

impl Repaired {
    /// The text of a file without holes.
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), holes: Vec::new(), changed: 0, faults: 0, passes: 0 }
    }

    /// Reports the fault and blanks it; false where nothing more can be read.
    pub fn mend(&mut self, file: FileId, stop: &Stop, findings: &mut Vec<Finding>) -> bool {
        // Of a bracket right before a key or dash that does not fit, the parser may not have told yet.
        let early = [ErrorKind::InvalidColonPlacement, ErrorKind::BlockEntryInFlowCollection].contains(&stop.kind);
        let told = early.then(|| Stop { open: open_at(&self.text, stop, stop.at), ..stop.clone() });
        let stop = told.as_ref().unwrap_or(stop);
        let place = culprit(&self.text, stop);
        let misread = misread::on_line(&self.text, place, &open_at(&self.text, stop, place));
        let before = findings.len();
        self.changed = usize::MAX;
        for range in &misread {
            findings.push(misread::finding(file, &self.text, range.clone()));
        }
        for range in misread {
            let torn = misread::torn_end(&self.text, &range);
            self.swallowed(&range);
            self.uncomment(range.end);
            self.blank(range.start..torn, Gone::Value);
        }
        if findings.len() == before {
            self.mend_line(file, stop, place, findings);
            self.faults += 1;
        }
        self.passes += 1;
        if self.faults >= MAX_FAULTS || self.passes + MAX_FAULTS >= MAX_PASSES {
            self.give_up(file, place, findings);
        }
        self.passes < MAX_PASSES
    }

    fn mend_line(&mut self, file: FileId, stop: &Stop, place: usize, findings: &mut Vec<Finding>) {
        if let Some(item) = undashed(&self.text, place).filter(|_| stop.open.is_empty()) {
            findings.push(item.finding(file, &self.text));
            return self.put_dash(&item);
        }
        findings.push(fault(file, &self.text, stop, place));
        match stop.open.contains(&place).then(|| closed_below(&self.text, place)).flatten() {
            Some(end) => self.blank(place..end, Gone::Value),
            None => self.remove(place, stop.at),
        }
    }

    /// Writes the dash of an item, over what stands at its place if that is more than blanks.
    fn put_dash(&mut self, item: &Undashed) {
        let Undashed { said, dash, .. } = item;
        if item.loses_its_line() {
            let (line, behind) = (line_at(&self.text, *dash).start, *dash + DASH.len());
            self.blank(said.clone(), Gone::Lines);
            self.holes.retain(|hole| hole.start != said.start);
            self.holes.push(Hole { start: behind, gone: Gone::Line(behind - line) });
            self.holes.sort_unstable();
        }
        if item.lacks_its_head() {
            self.holes
                .push(Hole { start: said.start, gone: Gone::Line(said.start - line_at(&self.text, *dash).start) });
            self.holes.sort_unstable();
        }
        self.text.replace_range(*dash..*dash + DASH.len(), DASH);
        self.changed = self.changed.min(*dash);
    }

    /// Blanks everything from the line of `place` on, and says so where something stands below it.
    fn give_up(&mut self, file: FileId, place: usize, findings: &mut Vec<Finding>) {
        let line = line_at(&self.text, place);
        let below = line.end + (self.text.len() - line.end - self.text[line.end..].trim_start().len());
        let said = content(&self.text, &line_at(&self.text, below));
        if !said.is_empty() {
            let span = Span::new(file, said.start as u32, said.end as u32);
            let finding = Finding::new(rule::YAML_SYNTAX, span, "from here on the file was not read");
            findings.push(finding.help("mend what is wrong above it, and check again"));
        }
        self.blank(line.start..self.text.len(), Gone::Lines);
    }

    /// Reports that versions of the file were not made one, and blanks what stands between them: the first is read.
    pub fn settle(&mut self, file: FileId, conflicts: &[Conflict], findings: &mut Vec<Finding>) {
        findings.extend(conflict::findings(file, conflicts));
        for conflict in conflicts {
            for range in conflict.left_out.iter().cloned() {
                // In a text over several lines, blanks would be a part of it.
                let empty = self.text[range.clone()].bytes().map(|byte| if byte == b'\r' { '\r' } else { '\n' });
                self.text.replace_range(range.clone(), &empty.collect::<String>());
                let hole = Hole { start: range.start, gone: Gone::Lines };
                self.holes.extend(conflict.whole.then_some(hole));
            }
        }
        self.holes.sort_unstable();
    }

    /// Blanks the value on the line of `place`, or the line, and what is nested in it.
    fn remove(&mut self, place: usize, stopped: usize) {
        let line = line_at(&self.text, place);
        let parts = parts(&self.text, &line);
        let whole = content(&self.text, &line);
        if whole.is_empty() {
            let rest = line_at(&self.text, stopped.min(place)).start..self.text.len();
            return self.blank(rest, Gone::Lines);
        }
        let fits = parts.key.is_some() || parts.dash;
        let value = parts.value.clone();
        let misplaced = place <= value.start && place < whole.start + 1;
        // A key beside the dash of its item belongs to the item's other keys.
        let item = column_of_item(&self.text, &line);
        // A tab says nothing about depth.
        let tab = self.text[line.start..whole.start].contains('\t');
        let begins = whole.start - line.start;
        let (range, gone) = if fits && !value.is_empty() && !misplaced && !self.text[value.clone()].starts_with('#') {
            (value, Gone::Value)
        } else {
            (whole.clone(), if tab { Gone::Lines } else { Gone::Line(item.unwrap_or(begins)) })
        };
        // Of lines that are all too deep, or too far left, the first is told.
        let column = match item {
            Some(column) => column,
            None if gone != Gone::Value && is_astray(&self.text, &line) => begins.saturating_sub(1),
            None => parts.column,
        };
        let until = match gone {
            _ if tab => self.opened_end(&line, &parts),
            Gone::Line(_) if parts.dash && !is_among_dashes(&self.text, line.start, begins) => {
                self.listed_end(&line, column)
            }
            _ => self.nested_end(&line, column),
        };
        self.blank(range.start..until.max(range.end), gone);
    }

    /// Where the lines end that are nested deeper than `column`, closing brackets of them included; a comment may stand
    /// anywhere between them.
    fn nested_end(&self, line: &Range<usize>, column: usize) -> usize {
        let mut end = line.end;
        let mut line = line.clone();
        while let Some(start) = next_line(&self.text, &line) {
            line = line_at(&self.text, start);
            let said = &self.text[line.clone()];
            let blank = said.trim().is_empty() || said.trim_start().starts_with('#');
            let closing = said.trim_start().starts_with([']', '}']);
            if !blank && indent(said) <= column && !(closing && indent(said) == column) {
                break;
            }
            if !blank {
                end = line.end;
            }
        }
        end
    }

    /// Where the lines end that are nested deeper than `column`, and the items behind them whose dashes begin where that of
    /// `line` does: they fit no better.
    fn listed_end(&self, line: &Range<usize>, column: usize) -> usize {
        let begins = indent(&self.text[line.clone()]);
        let mut end = self.nested_end(line, column);
        let mut line = end..end;
        while let Some(start) = next_line(&self.text, &line) {
            line = line_at(&self.text, start);
            let said = &self.text[line.clone()];
            if said.trim().is_empty() || said.trim_start().starts_with('#') {
                continue;
            }
            let item = parts(&self.text, &line);
            if indent(said) != begins || !item.dash {
                break;
            }
            end = self.nested_end(&line, item.column);
            line = end..end;
        }
        end
    }

    /// Where the lines end that a line opens whose depth nobody can tell, by the depth of the first of them.
    fn opened_end(&self, line: &Range<usize>, said: &Parts) -> usize {
        let below = next_line(&self.text, line).map(|start| line_at(&self.text, start));
        let Some((below, key)) = below.zip(said.key.clone()) else { return line.end };
        let column = indent(&self.text[below.clone()]);
        let opens = said.value.is_empty() || (said.dash && !parts(&self.text, &below).dash);
        if opens && column > 0 { self.nested_end(line, column - 1) } else { line.end.max(key.end) }
    }

    /// Blanks what begins like a comment at `at`, behind an expression in brackets, as far as the sign that ends its item: else
    /// the brackets would be open for ever.
    fn uncomment(&mut self, at: usize) {
        let behind = &self.text[at..line_at(&self.text, at).end];
        let Some(end) = behind.find([',', ']', '}']).filter(|_| behind.trim_start().starts_with('#')) else { return };
        if behind.contains([']', '}']) {
            self.text.replace_range(at..at + end, &" ".repeat(end));
        }
    }

    /// Notes the keys in an expression over several lines: they may not have been meant to be part of it.
    fn swallowed(&mut self, range: &Range<usize>) {
        let mut line = line_at(&self.text, range.start);
        while let Some(start) = next_line(&self.text, &line).filter(|&start| start < range.end) {
            line = line_at(&self.text, start);
            let Parts { key: Some(key), .. } = parts(&self.text, &line) else { continue };
            self.holes.push(Hole { start: key.start, gone: Gone::Line(key.start - line.start) });
        }
    }

    fn blank(&mut self, range: Range<usize>, gone: Gone) {
        let blank = |byte: u8| if matches!(byte, b'\n' | b'\r') { byte as char } else { ' ' };
        let mut blanks: String = self.text[range.clone()].bytes().map(blank).collect();
        if gone == Gone::Value && !range.is_empty() {
            // A null stands for a value: two commas without anything between them would be a fault of its own.
            blanks.replace_range(..1, "~");
        }
        self.text.replace_range(range.clone(), &blanks);
        self.changed = self.changed.min(range.start);
        self.holes.push(Hole { start: range.start, gone });
        self.holes.sort_unstable();
    }
}

/// Whether a line begins in a column in which nothing is open.
fn is_astray(text: &str, line: &Range<usize>) -> bool {
    let begins = indent(&text[line.clone()]);
    let mut start = line.start;
    let mut nearest = true;
    while let Some(before) = start.checked_sub(1) {
        let above = line_at(text, before);
        start = above.start;
        let said = text[above.clone()].trim_start();
        if said.trim().is_empty() || said.starts_with('#') || (!nearest && indent(&text[above.clone()]) > begins) {
            continue;
        }
        let (column, parts) = (indent(&text[above.clone()]), parts(text, &above));
        if nearest && column > begins {
            nearest = false;
            continue;
        }
        let opens = nearest && column < begins && parts.value.is_empty();
        let item = parts.dash && parts.key.is_some() && parts.column == begins;
        return !(column == begins || opens || item);
    }
    false
}

/// The finding of a fault: from where it was made to the end of its line.
fn fault(file: FileId, text: &str, stop: &Stop, place: usize) -> Finding {
    let line = line_at(text, place);
    let said = content(text, &line);
    let (message, help) = words(text, stop, place);
    let start = if said.is_empty() { place } else { place.clamp(said.start, said.end.max(said.start)) };
    let start = if start == said.end { said.start } else { start };
    let end = match &stop.kind {
        ErrorKind::UnexpectedCharacter { character } if character.is_control() => start + character.len_utf8(),
        _ => said.end,
    };
    let finding = Finding::new(rule::YAML_SYNTAX, Span::new(file, start as u32, end as u32), message).help(help);
    let value = unquoted(text, stop, place);
    let finding = match value.or_else(|| quotable(text, stop, start..said.end)) {
        Some(edit) => finding.fix(Fix {
            message: "put the text in quotes".to_owned(),
            edits: vec![Edit {
                span: Span::new(file, edit.start as u32, edit.end as u32),
                text: quote(&text[edit], Style::Single),
            }],
            safe: false,
        }),
        None => finding,
    };
    let second = line_at(text, stop.at);
    if second.start > line.start && stop.at < text.len() {
        let at = content(text, &second);
        return finding.label(Span::new(file, at.start as u32, at.end as u32), "reading stopped here");
    }
    finding
}

/// The text with a second `: ` in it, if that is the fault and quotes would mend it.
fn quotable(text: &str, stop: &Stop, range: Range<usize>) -> Option<Range<usize>> {
    let one_line = stop.last.0 == range.start && stop.last.1 == stop.at && range.contains(&stop.at);
    let colon = stop.kind == ErrorKind::MappingValueNotAllowed && one_line;
    let len = extent(&text[range.clone()], Within::Block).len;
    let range = colon.then_some(range.start..range.start + len).filter(|range| range.contains(&stop.at))?;
    (!is_torn(&text[range.clone()]) && !goes_on(text, range.start)).then_some(range)
}

/// Whether a text with a `: ` in it is rather two lines, or a part of something in brackets.
fn is_torn(said: &str) -> bool {
    let mut open = Vec::new();
    let closes = said.chars().any(|c| match c {
        '[' | '{' => {
            open.push(c);
            false
        }
        ']' => open.pop() != Some('['),
        '}' => open.pop() != Some('{'),
        _ => false,
    });
    closes || !open.is_empty() || said.ends_with(':')
}

/// Whether what stands on the lines behind the one of `at` is nested in it: then that is no text alone.
fn goes_on(text: &str, at: usize) -> bool {
    let mut line = line_at(text, at);
    let column = parts(text, &line).column;
    while let Some(start) = next_line(text, &line) {
        line = line_at(text, start);
        let said = text[line.clone()].trim_start();
        if !said.is_empty() && !said.starts_with('#') {
            return indent(&text[line]) > column;
        }
    }
    false
}
