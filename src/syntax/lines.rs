//! Lines of a text, by the place of any byte on them.

use std::ops::Range;

/// The bytes of the line that holds byte `at`, its line break left out.
pub fn line_at(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let at = at.min(bytes.len());
    let start = bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |before| before + 1);
    let end = bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |more| at + more);
    start..if end > start && bytes[end - 1] == b'\r' { end - 1 } else { end }
}

/// Where the next line begins, if there is one.
pub fn next_line(text: &str, line: &Range<usize>) -> Option<usize> {
    let rest = text.as_bytes().get(line.end..)?;
    rest.iter().position(|&byte| byte == b'\n').map(|more| line.end + more + 1)
}

/// The bytes of blanks at the start of `line`, a BOM counted with them.
pub fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t', '\u{feff}']).len()
}

/// The part of `line` that says something: without blanks around it.
pub fn content(text: &str, line: &Range<usize>) -> Range<usize> {
    let said = &text[line.clone()];
    let start = line.start + indent(said);
    start..line.start + said.trim_end().len().max(start - line.start)
}

/// A line of block style: its dashes, its key and where its value begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The column, in bytes from the line's start, of the key, or of the last dash where there is no key.
    pub column: usize,
    /// The key.
    pub key: Option<Range<usize>>,
    /// Whether a dash stands before the key or value.
    pub dash: bool,
    /// The value; empty where there is none.
    pub value: Range<usize>,
}

/// Takes the line apart that `line` covers.
pub fn parts(text: &str, line: &Range<usize>) -> Parts {
    let said = content(text, line);
    let mut at = said.start;
    let mut column = at - line.start;
    let mut dash = false;
    while text[at..said.end].starts_with("- ") || &text[at..said.end] == "-" {
        dash = true;
        column = at - line.start;
        at += 1;
        at += text[at..said.end].len() - text[at..said.end].trim_start().len();
    }
    let rest = &text[at..said.end];
    let key = key_len(rest);
    let Some(len) = key else {
        return Parts { column, key: None, dash, value: at..said.end };
    };
    let after = at + len + 1;
    let value = after + (text[after..said.end].len() - text[after..said.end].trim_start().len());
    Parts { column: at - line.start, key: Some(at..at + len), dash, value: value..said.end }
}

/// The bytes of a simple key, up to its colon.
fn key_len(text: &str) -> Option<usize> {
    let word =
        |c: char| !c.is_whitespace() && !matches!(c, '"' | '\'' | '[' | ']' | '{' | '}' | ',' | '#' | ':' | '=' | '`');
    let len = text.find(|c| !word(c))?;
    let after = text.get(len..)?.strip_prefix(':')?;
    (len > 0 && (after.is_empty() || after.starts_with([' ', '\t']))).then_some(len)
}

#[cfg(test)]
mod tests {
    use super::{line_at, next_line, parts};

    #[test]
    fn a_line_is_found_from_any_of_its_bytes() {
        let text = "a: 1\r\n  b: 2\n";
        assert_eq!(line_at(text, 3), 0..4);
        assert_eq!(line_at(text, 6), 6..12);
        assert_eq!(line_at(text, 13), 13..13);
        assert_eq!(next_line(text, &(0..4)), Some(6));
        assert_eq!(next_line(text, &(6..12)), Some(13));
    }

    #[test]
    fn a_line_has_dashes_a_key_and_a_value() {
        let text = "  - - guard: a: b ";
        let found = parts(text, &(0..text.len()));
        assert_eq!((found.column, found.dash), (6, true));
        assert_eq!((&text[found.key.unwrap()], &text[found.value]), ("guard", "a: b"));
        let text = "- !x";
        let found = parts(text, &(0..4));
        assert_eq!((found.column, found.key, &text[found.value]), (0, None, "!x"));
        assert_eq!(parts("\"x\" == y", &(0..8)).key, None);
    }
}
