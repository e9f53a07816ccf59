//! What a fault of YAML means to the person who wrote the line, and on which line it was made.

use std::ops::Range;

use granit_parser::ErrorKind;

use crate::syntax::lines::{content, indent, line_at, parts};
use crate::syntax::quoting::quoted_len;

/// Why the parser stopped, and what it had read by then.
#[derive(Clone, Debug)]
pub struct Stop {
    /// Its own reason.
    pub kind: ErrorKind,
    /// The byte at which it stopped.
    pub at: usize,
    /// The bytes of the last node that it read.
    pub last: (usize, usize),
    /// The opening brackets of the lists and mappings in flow style that were not closed by then, the outermost first.
    pub open: Vec<usize>,
}

/// The byte at which the fault was made: a quote or bracket that was opened far above, or where the parser stopped.
pub fn culprit(text: &str, stop: &Stop) -> usize {
    let at = settle(text, stop.at);
    match &stop.kind {
        ErrorKind::InvalidTrailingDoubleQuotedScalar => opening(text, stop, '"'),
        ErrorKind::InvalidTrailingSingleQuotedScalar => opening(text, stop, '\''),
        ErrorKind::UnclosedFlowCollection { .. } | ErrorKind::MismatchedFlowCollectionEnd { .. } => at,
        ErrorKind::TabInPlainScalar => tab_line(text, at),
        ErrorKind::MappingValueNotAllowed if stop.last.1 == stop.at => second_colon(text, stop),
        _ => match stop.open.first().copied() {
            Some(open) if left_open(text, open, at) => open,
            Some(open) if open < line_at(text, at).start => content(text, &line_at(text, at)).start,
            _ => at,
        },
    }
}

/// What is wrong and what to do next.
pub fn words(text: &str, stop: &Stop, culprit: usize) -> (String, &'static str) {
    let line = line_at(text, culprit);
    let said = &text[content(text, &line)];
    if text[line.clone()][..indent(&text[line.clone()])].contains('\t') {
        return ("a tab in the indentation".to_owned(), "indent with spaces; YAML takes no tabs");
    }
    if stop.open.contains(&culprit) && line.end < stop.at {
        return ("a bracket that is never closed".to_owned(), "close it with `]` or `}`");
    }
    let (message, help) = match &stop.kind {
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            ("a quote that is never closed", "close it on the same line, with the same quote")
        }
        ErrorKind::InvalidTrailingDoubleQuotedScalar | ErrorKind::InvalidTrailingSingleQuotedScalar => (
            "text that goes on after a closing quote",
            "put quotes around the whole text; inside `'…'` a `'` is doubled, inside `\"…\"` a `\"` is written `\\\"`",
        ),
        ErrorKind::UnclosedFlowCollection { .. } => ("a bracket that is never closed", "close it with `]` or `}`"),
        ErrorKind::MismatchedFlowCollectionEnd { .. } => {
            ("a bracket that is closed by one of another kind", "`[` is closed by `]`, `{` by `}`")
        }
        ErrorKind::MisplacedFlowCollectionEnd => {
            ("a closing bracket that was never opened", "remove it, or put the text in quotes")
        }
        ErrorKind::MappingValueNotAllowed if line.end >= stop.at || culprit != stop.last.0 => colon(said),
        ErrorKind::MappingValueNotAllowed | ErrorKind::SimpleKeyExpected => {
            ("a line that is neither `key: value` nor `- item`", "is a `:` missing?")
        }
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::InvalidIndentation
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::MappingKeyNotAllowed
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::InvalidQuotedScalarIndent => (
            "a line that does not fit the lines above it",
            "indent it like its neighbours: keys of one mapping, and dashes of one list, begin in one column",
        ),
        ErrorKind::UnexpectedCharacter { character } => return unexpected(*character),
        ErrorKind::DirectiveDisallowed => {
            ("a YAML directive", "remove the line; Wayfare reads YAML 1.2 without directives")
        }
        ErrorKind::ExpectedDocumentStart | ErrorKind::InvalidDocumentEnd => {
            ("text after the end of the document", "remove it; a file is one document")
        }
        ErrorKind::RecursionLimitExceeded => ("lists and mappings nested too deeply", "take the value apart"),
        ErrorKind::BomInsideDocument => ("a byte order mark inside the text", "remove the invisible character"),
        ErrorKind::UnknownQuotedScalarEscape => {
            ("an escape that YAML does not know", "write a backslash as `\\\\`, or use single quotes")
        }
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => (
            "a list or mapping in brackets whose items are not set apart by `,`",
            "is a `,`, a bracket or a quote missing?",
        ),
        ErrorKind::InvalidColonPlacement => {
            ("a `:` that fits nothing in these brackets", "is the bracket closed? put text with a `:` in quotes")
        }
        _ => return (format!("not YAML: {}", stop.kind), "put the text in quotes, or mend the line"),
    };
    (message.to_owned(), help)
}

fn colon(said: &str) -> (&'static str, &'static str) {
    if said.matches(": ").count() > 1 || (said.contains(": ") && said.ends_with(':')) {
        ("a second `: ` in one line", "put the text after the key in quotes")
    } else {
        (
            "a line that does not fit the lines above it",
            "indent it like its neighbours: keys of one mapping, and dashes of one list, begin in one column",
        )
    }
}

fn unexpected(character: char) -> (String, &'static str) {
    if character.is_control() {
        (format!("the control character U+{:04X}", u32::from(character)), "remove it")
    } else {
        (format!("text that begins with `{character}`"), "put the text in quotes; YAML keeps the character for itself")
    }
}

/// The last byte at or before `at` on a line that says something.
fn settle(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    let line = line_at(text, at);
    if !text[line].trim().is_empty() {
        return at;
    }
    let before = text.get(..at).unwrap_or_default().trim_end();
    before.char_indices().next_back().map_or(0, |(last, _)| last)
}

/// Where the text in quotes begins that ends right before the parser stopped, among those that it had looked ahead at.
fn opening(text: &str, stop: &Stop, quote: char) -> usize {
    let mut from = stop.last.1.min(stop.at);
    let next = |from: usize| text.get(from..stop.at).and_then(|gap| gap.find(quote)).map(|found| from + found);
    let first = next(from);
    while let Some(found) = next(from) {
        let Some(len) = quoted_len(&text[found..stop.at]) else { break };
        if text[found + len..stop.at].trim().is_empty() {
            return found;
        }
        from = found + len;
    }
    first.unwrap_or(stop.at)
}

fn tab_line(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.match_indices('\n')
        .map(|(end, _)| at + end + 1)
        .find(|&start| {
            text[start..].starts_with([' ', '\t'])
                && text[line_at(text, start)].trim_start_matches(' ').starts_with('\t')
        })
        .unwrap_or(at)
}

/// Text before a `:` that cannot be a key: on one line it lacks quotes; over several, its first line lacks a colon if
/// it stands for itself, and its last line is indented too deep if it goes on what stands above.
fn second_colon(text: &str, stop: &Stop) -> usize {
    let start = stop.last.0;
    let (first, last) = (line_at(text, start), line_at(text, stop.at));
    let head = parts(text, &first);
    let begins = |line: &Range<usize>| content(text, line).start - line.start;
    // Behind a dash it stands for itself if the next line is one of its neighbours.
    let listed = head.dash && head.key.is_none() && begins(&last) == start - first.start;
    let alone = content(text, &first).start == start || (listed && head.value.start == start);
    if first.start == last.start || alone { start } else { content(text, &last).start }
}

/// Whether a bracket was left open: the parser came to a line that is not inside it by its indentation.
fn left_open(text: &str, open: usize, at: usize) -> bool {
    let (outer, inner) = (line_at(text, open), line_at(text, at));
    outer.start != inner.start
        && indent(&text[inner.clone()]) <= indent(&text[outer])
        && (parts(text, &inner).key.is_some() || parts(text, &inner).dash)
}
