//! What a fault of YAML means to the person who wrote the line, and on which line it was made.

use std::ops::Range;

use granit_parser::ErrorKind;

use crate::syntax::lines::{content, indent, line_at, parts};
use crate::syntax::quoting::{Within, extent, needs_quotes, quoted_len};

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
    if let Some(value) = unquoted(text, stop, at) {
        return value.start;
    }
    match &stop.kind {
        ErrorKind::UnexpectedCharacter { character } if character.is_control() => {
            let line = line_at(text, at);
            text.get(at..line.end).and_then(|rest| rest.find(*character)).map_or(at, |found| at + found)
        }
        ErrorKind::InvalidTrailingDoubleQuotedScalar => opening(text, stop, '"'),
        ErrorKind::InvalidTrailingSingleQuotedScalar => opening(text, stop, '\''),
        ErrorKind::UnclosedFlowCollection { .. } | ErrorKind::MismatchedFlowCollectionEnd { .. } => at,
        ErrorKind::TabInPlainScalar => tab_line(text, at),
        ErrorKind::ExpectedDocumentStart => deeper_head(text, at).unwrap_or(at),
        ErrorKind::MappingValueNotAllowed if stop.last.1 == stop.at => second_colon(text, stop),
        // It is the dash that does not fit, not what stands behind it.
        ErrorKind::BlockSequenceEntryNotAllowed | ErrorKind::ExpectedBlockMappingKey
            if stop.open.is_empty() && parts(text, &line_at(text, at)).dash =>
        {
            content(text, &line_at(text, at)).start
        }
        ErrorKind::MisplacedFlowCollectionEnd if glued_bracket(text, at).is_some() => {
            glued_bracket(text, at).unwrap_or(at)
        }
        _ => match stop.open.first().copied() {
            Some(open) if left_open(text, open, at) => open,
            Some(open) if open < line_at(text, at).start => content(text, &line_at(text, at)).start,
            _ => at,
        },
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

/// The text behind a key or dash that YAML does not take for one, because it begins with a sign of its own.
pub fn unquoted(text: &str, stop: &Stop, place: usize) -> Option<Range<usize>> {
    let told = matches!(
        stop.kind,
        ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::ExpectedBlockSequenceEntry
            | ErrorKind::BlockSequenceEntryNotAllowed
            | ErrorKind::MappingKeyNotAllowed
            | ErrorKind::InvalidBlockScalarHeader
            | ErrorKind::UnexpectedCharacter { .. }
    ) || is_about_tags(&stop.kind);
    if !told || !stop.open.is_empty() {
        return None;
    }
    let line = line_at(text, place);
    let said = parts(text, &line);
    let value = said.value.start..said.value.start + extent(&text[said.value.clone()], Within::Block).len;
    let begins = text[value.clone()].starts_with(['-', '?', '*', '&', '!', '|', '>', '%', '@', '`', '[', '{']);
    let behind = (said.key.is_some() || said.dash) && place >= value.start && !value.is_empty();
    let bracket = text[value.clone()].starts_with(['[', '{']);
    let behind = behind && (!bracket || goes_on(&text[value.clone()]));
    (behind && begins && needs_quotes(&text[value.clone()], false)).then_some(value)
}

/// Whether something stands behind the bracket that closes the one at the start of `value`.
fn goes_on(value: &str) -> bool {
    let mut depth = 0_usize;
    let closed = value.char_indices().find(|(_, c)| {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    closed.is_some_and(|(at, _)| !value[at + 1..].trim().is_empty())
}

/// Whether the parser stopped at what it took for a tag, an anchor or an alias.
pub const fn is_about_tags(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UndeclaredTagHandle
            | ErrorKind::ExpectedTagBang
            | ErrorKind::InvalidTagTerminator
            | ErrorKind::MissingTagUri
            | ErrorKind::UnclosedVerbatimTag
            | ErrorKind::InvalidTagEscape
            | ErrorKind::InvalidTagUtf8LeadingByte
            | ErrorKind::InvalidTagUtf8TrailingByte
            | ErrorKind::InvalidTagUtf8
            | ErrorKind::MissingAnchorOrAliasName
    )
}

/// The first byte of a key on the line of `at` whose `:` has a bracket right behind it: YAML takes that for text.
pub fn glued_bracket(text: &str, at: usize) -> Option<usize> {
    let start = line_at(text, at).start;
    let said = &text[start..at];
    let colon = said.rfind(":{").max(said.rfind(":["))?;
    let key =
        said[..colon].rfind(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').map_or(0, |before| before + 1);
    (key < colon && said.is_char_boundary(key)).then_some(start + key)
}

/// The first line of a text, if it begins deeper than the one of `at`, which ends its mapping, and stands rather alone so.
pub fn deeper_head(text: &str, at: usize) -> Option<usize> {
    let end = line_at(text, at);
    let says =
        |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with(['#', '%']) && !line.starts_with("---");
    let (above, below) = (&text[..end.start], &text[end.start..]);
    let first = above.lines().find(says)?;
    let begins = |lines: &str, column: usize| lines.lines().filter(says).filter(|line| indent(line) == column).count();
    let deeper = indent(first) > indent(&text[end.clone()]);
    let start = first.as_ptr() as usize - text.as_ptr() as usize + indent(first);
    (deeper && begins(above, indent(first)) < begins(below, indent(&text[end]))).then_some(start)
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

/// Where brackets that were opened at `open` end, if only their second line is not indented as it should be: all of them are
/// closed on it.
pub fn closed_below(text: &str, open: usize) -> Option<usize> {
    let (mut expected, mut lines, mut at) = (Vec::new(), 0, open);
    while let Some(c) = text[at..].chars().next() {
        let mut len = c.len_utf8();
        match c {
            '[' => expected.push(']'),
            '{' => expected.push('}'),
            ']' | '}' if expected.pop() != Some(c) => return None,
            '"' | '\'' if text[..at].trim_end().ends_with([':', ',', '[', '{']) => {
                len = quoted_len(&text[at..]).unwrap_or(len);
            }
            '#' if text[..at].ends_with(char::is_whitespace) => return None,
            '\n' => lines += 1,
            _ => {}
        }
        at += len;
        if expected.is_empty() || lines > 1 {
            break;
        }
    }
    (expected.is_empty() && lines == 1).then_some(at)
}

/// Whether a bracket was left open: the parser came to a line that is not inside it by its indentation.
pub fn left_open(text: &str, open: usize, at: usize) -> bool {
    let (outer, inner) = (line_at(text, open), line_at(text, at));
    outer.start != inner.start
        && indent(&text[inner.clone()]) <= indent(&text[outer])
        && (parts(text, &inner).key.is_some() || parts(text, &inner).dash)
}
