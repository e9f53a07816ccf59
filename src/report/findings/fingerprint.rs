//! A name for a finding that stays the same when lines above it come and go.

use std::collections::BTreeMap;

use crate::syntax::source::Source;
use crate::terms::digest::{hex, keyed};
use crate::terms::finding::Finding;
use crate::terms::span::FileId;

/// Of a longer text so many bytes count.
const MOST: usize = 400;

/// Fingerprints of findings, taken in source order.
#[derive(Debug, Default)]
pub struct Fingerprints {
    outlines: BTreeMap<FileId, Outline>,
    seen: BTreeMap<[u8; 16], usize>,
}

impl Fingerprints {
    /// The fingerprint of `finding`, whose place is on `line` of `source`: 32 digits of a hash over the rule, the path of
    /// the file, the lines that the line stands under, its own text and that of the place, then a colon and which of
    /// those alike it is, from 1. Numbers of lines and columns, indents and messages play no part.
    pub fn of(&mut self, finding: &Finding, source: &Source, line: usize) -> String {
        let outline = self.outlines.entry(source.id).or_insert_with(|| Outline::of(source));
        let path = source.path.to_string_lossy();
        let mut parts: Vec<&str> = vec![finding.rule.0, &path, part(source.slice(finding.span))];
        let own = text(source, line);
        // Of a line as long as a file the place says enough.
        parts.push(if own.len() <= MOST { own } else { "" });
        parts.extend(outline.above(line).map(|line| part(text(source, line))));
        let parts: Vec<&[u8]> = parts.into_iter().map(str::as_bytes).collect();
        let hash = keyed(&parts);
        let seen = self.seen.entry(hash).or_default();
        *seen += 1;
        format!("{}:{seen}", hex(&hash))
    }
}

/// Under which line each line stands, by its indent.
#[derive(Debug)]
struct Outline {
    /// Of each line the number of the line above it; 0 where there is none.
    above: Vec<usize>,
}

impl Outline {
    fn of(source: &Source) -> Self {
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut above = vec![0];
        for number in 1..=source.line_count() {
            let whole = source.text.get(source.line(number)).unwrap_or_default();
            let said = whole.trim_start();
            let is_item = said.starts_with("- ") || said == "-";
            // An item may stand as far left as the key that it belongs to.
            let level = 2 * (whole.len() - said.len()) + usize::from(is_item);
            if said.is_empty() || said.starts_with('#') {
                above.push(open.last().map_or(0, |&(line, _)| line));
                continue;
            }
            while open.last().is_some_and(|&(_, before)| before >= level) {
                open.pop();
            }
            above.push(open.last().map_or(0, |&(line, _)| line));
            open.push((number, level));
        }
        Self { above }
    }

    /// The lines that `line` stands under, the nearest first.
    fn above(&self, line: usize) -> impl Iterator<Item = usize> {
        let next = |line: &usize| self.above.get(*line).copied().filter(|above| *above > 0);
        std::iter::successors(next(&line), next)
    }
}

fn text(source: &Source, line: usize) -> &str {
    source.text.get(source.line(line)).unwrap_or_default().trim()
}

fn part(text: &str) -> &str {
    let text = text.trim();
    text.get(..text.floor_char_boundary(MOST)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::Fingerprints;
    use crate::syntax::source::Source;
    use crate::terms::finding::Finding;
    use crate::terms::rule::UNKNOWN_NAME;
    use crate::terms::span::{FileId, Span};

    /// The fingerprints of every `LOST` of a file.
    fn of(text: &str) -> Vec<String> {
        let source = Source::new(FileId(0), "a.yaml", text.to_owned());
        let mut prints = Fingerprints::default();
        let mut print = |(at, _): (usize, _)| {
            let span = Span::new(FileId(0), at as u32, at as u32 + 4);
            prints.of(&Finding::new(UNKNOWN_NAME, span, "x"), &source, source.place(at as u32).line)
        };
        text.match_indices("LOST").map(&mut print).collect()
    }

    #[test]
    fn lines_that_come_and_go_change_no_fingerprint() {
        let text = "states:\n  A:\n    steps:\n    - id: a\n      to: LOST\n  B:\n    steps:\n      - id: b\n        to: LOST\n";
        let before = of(text);
        assert_ne!(before[0], before[1]);
        assert!(before.iter().all(|print| print.len() == 34 && print.ends_with(":1")), "{before:?}");
        let more = text.replace("states:", "# a comment\n\nx: 1\nstates:").replace("  B:", "  C: {}\n\n  B:");
        assert_eq!(of(&more), before);
        let indented = text.replace("    - id: a\n      to", "      - id: a\n        to").replace('\n', "\r\n");
        assert_eq!(of(&format!("\u{feff}{indented}")), before);
        let other = text.replace("- id: a", "- id: c");
        assert_ne!(of(&other)[0], before[0]);
        assert_eq!(of(&other)[1], before[1]);
    }

    #[test]
    fn what_is_alike_is_counted() {
        let prints = of("to: [LOST, LOST]\nto: LOST\n");
        assert_eq!(prints[0].replace(":1", ":2"), prints[1]);
        assert!(prints[2].ends_with(":1"));
    }
}
