//! How a scalar is written: without quotes or with, on one line or on those that its author chose.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::syntax::layout::older::misreads;
use crate::syntax::node::Style;

/// A scalar that stands on one line as `raw`, or on several and is joined; `text` is what it says.
pub fn on_one_line<'a>(raw: &'a str, text: &'a str, style: Style) -> Cow<'a, str> {
    if raw.contains(['\n', '\r']) {
        return joined(text, style);
    }
    match style {
        Style::Plain if needs_quotes(text) => quoted(text),
        Style::Single if prefers_double(text) => quoted(text),
        _ => raw.into(),
    }
}

/// Whether a plain `text` must not stand without quotes, though it did.
fn needs_quotes(text: &str) -> bool {
    misreads(text) || text.starts_with("---") || text.starts_with("...")
}

/// Whether double quotes need no more escapes than single ones.
fn prefers_double(text: &str) -> bool {
    let count = |of: &[char]| text.chars().filter(|c| of.contains(c)).count();
    !text.chars().any(char::is_control) && count(&['"', '\\']) <= count(&['\''])
}

/// What stood on several lines, on one.
fn joined(text: &str, style: Style) -> Cow<'_, str> {
    let keeps = !text.contains('\n') && !needs_quotes(text);
    match style {
        Style::Plain if keeps => text.into(),
        Style::Single if !text.chars().any(char::is_control) && !prefers_double(text) => {
            format!("'{}'", text.replace('\'', "''")).into()
        }
        _ => quoted(text),
    }
}

/// `text` in double quotes.
fn quoted(text: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            // Writing to a string cannot fail.
            '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}' => drop(write!(out, "\\u{:04x}", c as u32)),
            c if c.is_control() => drop(write!(out, "\\x{:02x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out.into()
}

/// The lines of a plain or quoted scalar that stands on several: without what indents them, and what trails them.
pub fn lines(raw: &str) -> impl Iterator<Item = &str> {
    let last = raw_lines(raw).count() - 1;
    raw_lines(raw).enumerate().map(move |(index, line)| {
        let line = if index == 0 { line } else { line.trim_start_matches(BLANKS) };
        if index == last { line } else { without_trail(line) }
    })
}

const BLANKS: [char; 2] = [' ', '\t'];

/// `line` without blanks at its end, but for one that a `\` makes content.
fn without_trail(line: &str) -> &str {
    let said = line.trim_end_matches(BLANKS);
    let slashes = said.len() - said.trim_end_matches('\\').len();
    if slashes % 2 == 1 && said.len() < line.len() { &line[..=said.len()] } else { said }
}

/// The lines of `raw`, whichever line breaks it has.
fn raw_lines(raw: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(raw);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find(['\n', '\r']) else {
            rest = None;
            return Some(text);
        };
        let wide = if text[end..].starts_with("\r\n") { 2 } else { 1 };
        rest = Some(&text[end + wide..]);
        Some(&text[..end])
    })
}

/// A scalar in block style, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub struct Block<'a> {
    /// Its header, such as `|`, `>-` or `|2+`, for content that is indented by two.
    pub header: String,
    /// The lines of its content without their indentation.
    pub lines: Vec<&'a str>,
    /// Whether empty lines behind it are part of it.
    pub keeps: bool,
}

/// Takes the block scalar apart that is `raw` from its header on, whose content is indented by `indent` and says `text`.
pub fn block<'a>(raw: &'a str, indent: usize, text: &str) -> Block<'a> {
    let mut lines = raw_lines(raw);
    let head = lines.next().unwrap_or_default();
    let marks = head.split([' ', '\t', '#']).next().unwrap_or_default();
    let chomping = marks.chars().find(|c| matches!(c, '+' | '-'));
    let keeps = chomping == Some('+');
    let mut lines: Vec<&str> = lines.map(|line| content(line, indent)).collect();
    // Behind the last line break stands what indents the next thing, or nothing, unless the file ends in blanks.
    let said = text.trim_end_matches('\n');
    if said.is_empty() {
        lines = vec![""; text.len()];
    } else if lines.last().is_some_and(|last| last.is_empty() || (last.trim().is_empty() && !said.ends_with(' '))) {
        lines.pop();
    }
    while !keeps && lines.last().is_some_and(|last| last.is_empty()) {
        lines.pop();
    }
    let mut header = marks[..marks.len().min(1)].to_owned();
    if lines.iter().find(|line| !line.is_empty()).is_some_and(|line| line.starts_with([' ', '\t'])) {
        header.push('2');
    }
    header.extend(chomping);
    Block { header, lines, keeps }
}

/// A line without its indentation.
fn content(line: &str, indent: usize) -> &str {
    let spaces = line.bytes().take_while(|&byte| byte == b' ').count();
    &line[spaces.min(indent)..]
}

#[cfg(test)]
mod tests {
    use super::{block, lines, on_one_line};
    use crate::syntax::node::Style;

    #[test]
    fn single_quotes_become_double_unless_that_needs_more_escapes() {
        for (raw, text, expected) in [
            ("'a b'", "a b", "\"a b\""),
            ("'it''s'", "it's", "\"it's\""),
            ("'say \"a\"'", "say \"a\"", "'say \"a\"'"),
            ("'a\\b'", "a\\b", "'a\\b'"),
            ("'it''s \"a'", "it's \"a", "\"it's \\\"a\""),
        ] {
            assert_eq!(on_one_line(raw, text, Style::Single), expected);
        }
        assert_eq!(on_one_line("on", "on", Style::Plain), "\"on\"");
        assert_eq!(on_one_line("ctx.a", "ctx.a", Style::Plain), "ctx.a");
        assert_eq!(on_one_line("\"\\u00e9\"", "é", Style::Double), "\"\\u00e9\"");
    }

    #[test]
    fn what_is_joined_says_the_same() {
        assert_eq!(on_one_line("a\n  b", "a b", Style::Plain), "a b");
        assert_eq!(on_one_line("a\n\n  b", "a\nb", Style::Plain), "\"a\\nb\"");
        assert_eq!(on_one_line("'a \"x\"\n  b'", "a \"x\" b", Style::Single), "'a \"x\" b'");
    }

    #[test]
    fn blanks_around_line_breaks_are_no_content_unless_escaped() {
        let joined = |raw: &str| lines(raw).collect::<Vec<_>>().join("|");
        assert_eq!(joined("\"a  \r\n\t b\\ \n  c \\\\ \n d \""), "\"a|b\\ |c \\\\|d \"");
        assert_eq!(joined("a\n\n  b"), "a||b");
    }

    #[test]
    fn the_header_says_what_the_content_needs() {
        let taken = |raw, indent, text| {
            let block = block(raw, indent, text);
            (block.header, block.lines.join("|"))
        };
        assert_eq!(taken("|  # c\n    x\n\n     y\n\n  ", 4, "x\n\n y\n"), ("|".to_owned(), "x|| y".to_owned()));
        assert_eq!(taken(">2-\n    x\n  y", 2, "  x y"), (">2-".to_owned(), "  x|y".to_owned()));
        assert_eq!(taken("|1+\n x\n\n", 1, "x\n\n"), ("|+".to_owned(), "x|".to_owned()));
        assert_eq!(taken("|\n  ", 0, ""), ("|".to_owned(), String::new()));
    }
}
