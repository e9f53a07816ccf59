//! Where an expression ends in the text around it, and whether YAML would read it as written.

use std::borrow::Cow;

use crate::syntax::node::Style;

/// What a walk over an expression's characters found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Bytes up to the end of the expression, blanks after it not counted.
    pub len: usize,
    /// Whether every string and bracket that was opened was closed.
    pub complete: bool,
}

/// What an expression stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// Lines; a ` #` that is neither in a string nor an object map ends it.
    Block,
    /// Brackets of YAML; a `,`, a bracket that is not its own and the end of the line end it too.
    Flow,
    /// `${…}`; a brace that is not its own ends it.
    Braces,
}

/// Where an expression ends that begins at the start of `text`.
pub fn extent(text: &str, within: Within) -> Extent {
    let mut open: Vec<char> = Vec::new();
    let mut string: Option<char> = None;
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    let mut end = text.len();
    while let Some((at, c)) = chars.next() {
        if c == '\n' && within == Within::Flow {
            end = at;
            break;
        }
        if let Some(quote) = string {
            match c {
                '\\' if quote != '`' => drop(chars.next()),
                _ if c == quote => string = None,
                _ => {}
            }
            before = c;
            continue;
        }
        match c {
            '"' | '`' => string = Some(c),
            '\'' if !before.is_alphanumeric() => string = Some(c),
            '(' | '[' | '{' => open.push(closer(c)),
            ')' | ']' | '}' if open.last() == Some(&c) => drop(open.pop()),
            _ if ends(c, before, chars.peek().map(|&(_, next)| next), within, open.is_empty()) => {
                end = at;
                break;
            }
            _ => {}
        }
        before = c;
    }
    let len = text[..end].trim_end().len();
    Extent { len, complete: open.is_empty() && string.is_none() }
}

fn ends(c: char, before: char, next: Option<char>, within: Within, balanced: bool) -> bool {
    match (c, within) {
        ('}', Within::Flow | Within::Braces) | (']', Within::Flow) => true,
        (',', Within::Flow) => balanced,
        ('#', Within::Flow | Within::Block) => before.is_whitespace() && next != Some('{'),
        _ => false,
    }
}

/// Whether `text` cannot be a whole expression: a string or bracket is open, or an operator lacks its right side.
pub fn is_cut(text: &str) -> bool {
    let extent = extent(text, Within::Block);
    let tail = text.trim_end();
    let last = tail.chars().next_back().unwrap_or(' ');
    !extent.complete || matches!(last, '=' | '<' | '>' | '&' | '|' | '+' | '-' | '*' | '/' | '%' | '!' | '?' | ',')
}

/// The byte of the `}` that closes an interpolation whose inside begins at the start of `text`.
pub fn closing_brace(text: &str) -> Option<usize> {
    let inside = extent(text, Within::Braces).len;
    let gap = text[inside..].find(|c: char| !c.is_whitespace())?;
    text[inside + gap..].starts_with('}').then_some(inside + gap)
}

/// Whether YAML misreads `text` where it stands without quotes.
pub fn needs_quotes(text: &str, flow: bool) -> bool {
    let mut chars = text.chars();
    let (Some(first), second) = (chars.next(), chars.next()) else { return false };
    let spaced = second.is_none_or(char::is_whitespace);
    match first {
        '!' | '&' | '*' | '%' | '@' | '`' | '[' | ']' | '{' | '}' | ',' | '#' => return true,
        '>' | '|' => return !is_block_header(text),
        '-' | '?' if spaced => return true,
        '"' | '\'' => return quoted_len(text).is_none_or(|len| len < text.len()),
        _ => {}
    }
    let colon = text.contains(": ") || text.contains(":\t") || text.contains(":\n") || text.ends_with(':');
    colon || text.contains(" #") || (flow && text.contains([',', '[', ']', '{', '}']))
}

/// The bytes of the quoted scalar at the start of `text`, quotes included; absent where it is not closed.
pub fn quoted_len(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if quote == '"' => drop(chars.next()),
            _ if c == quote => {
                if quote == '\'' && chars.peek().is_some_and(|&(_, next)| next == '\'') {
                    chars.next();
                } else {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// `text` as the value of a key on a line of its own: in quotes where YAML needs them.
pub fn value(text: &str) -> Cow<'_, str> {
    if needs_quotes(text, false) { quote(text, Style::Single).into() } else { text.into() }
}

/// `text` as a quoted scalar that YAML reads as written.
pub fn quote(text: &str, style: Style) -> String {
    match style {
        Style::Double => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        _ => format!("'{}'", text.replace('\'', "''")),
    }
}

/// `text`, an expression, with those of its strings in double quotes that stand in single ones: people copy these from YAML,
/// and expressions know only the others. One that holds a `"`, a backslash or a line break stays as it is.
pub fn with_double_quotes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['"', '`', '\'']) {
        let (before, string) = rest.split_at(at);
        let len = string_len(string);
        let inside = string.get(1..len.saturating_sub(1)).unwrap_or_default();
        out.push_str(before);
        let is_closed = len > 1 && string[..len].ends_with('\'');
        let is_plain = is_closed && string.starts_with('\'') && !inside.contains(['"', '\\', '\n']);
        if is_plain && !before.ends_with(char::is_alphanumeric) {
            out.extend(["\"", inside, "\""]);
        } else {
            out.push_str(&string[..len]);
        }
        rest = &string[len..];
    }
    out + rest
}

/// The bytes of the string at the start of `text`, an expression, quotes included; of one that is not closed, all.
fn string_len(text: &str) -> usize {
    let quote = text.chars().next().unwrap_or_default();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if quote != '`' => drop(chars.next()),
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn is_block_header(text: &str) -> bool {
    text.get(1..).unwrap_or_default().chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-'))
}

const fn closer(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

#[cfg(test)]
mod tests {
    use super::{Within, closing_brace, extent, is_cut, needs_quotes, quote, quoted_len, with_double_quotes};
    use crate::syntax::node::Style;

    fn taken(text: &str, within: Within) -> &str {
        &text[..extent(text, within).len]
    }

    #[test]
    fn an_expression_ends_where_its_brackets_and_strings_are_closed() {
        assert_eq!(taken("=max(5, ctx.a), m: 1 }", Within::Flow), "=max(5, ctx.a)");
        assert_eq!(taken("ctx.a in [1, 2] }", Within::Flow), "ctx.a in [1, 2]");
        assert_eq!(taken("ctx.a == \"},\" , x", Within::Flow), "ctx.a == \"},\"");
        assert_eq!(taken("ctx.a == #{b: 1} # why", Within::Block), "ctx.a == #{b: 1}");
        assert_eq!(taken("ctx.a == \"a #1\"  # why", Within::Block), "ctx.a == \"a #1\"");
        assert_eq!(taken("max(5, ctx.a }", Within::Flow), "max(5, ctx.a");
    }

    #[test]
    fn what_is_open_or_lacks_its_right_side_is_cut() {
        for text in ["max(5", "ctx.a == \"a", "ctx.a ==", "ctx.a &&", "[1"] {
            assert!(is_cut(text), "{text}");
        }
        for text in ["max(5, 1)", "ctx.a == \"it's\"", "ctx.a", "'x' == ctx.a"] {
            assert!(!is_cut(text), "{text}");
        }
    }

    #[test]
    fn yaml_misreads_indicators_colons_and_comments() {
        for text in ["!ctx.x", "&x", "*x", ">= 3", "|| x", "%x", "@x", "`x`", "[1].x", "{a: 1}.a", "- x", "? x"] {
            assert!(needs_quotes(text, false), "{text}");
        }
        for text in ["\"flex\" == ctx.plan", "#{a: 1}.a == 1", "x == \"a: b\"", "x == \"a #b\"", "'a' == x"] {
            assert!(needs_quotes(text, false), "{text}");
        }
        for text in ["-ctx.x > 1", "ctx.x", "\"a\"", "max(1, 2) > x", "x[0]", "a::b", "?.x"] {
            assert!(!needs_quotes(text, false), "{text}");
        }
        assert!(needs_quotes("max(1, 2)", true) && needs_quotes("x[0]", true) && !needs_quotes("x > 1", true));
    }

    #[test]
    fn the_closing_brace_is_not_one_in_a_string_or_a_map() {
        assert_eq!(closing_brace("x} y}"), Some(1));
        assert_eq!(closing_brace("f(\"}\", #{a: 1})} y"), Some(15));
        assert_eq!(closing_brace("a, b} y"), Some(4));
        assert_eq!(closing_brace("x"), None);
        assert_eq!(closing_brace("(x}"), Some(2));
    }

    #[test]
    fn strings_of_expressions_stand_in_double_quotes() {
        for (text, expected) in [
            ("'pro' == x", "\"pro\" == x"),
            ("!x && y == 'it' || z == ''", "!x && y == \"it\" || z == \"\""),
            ("x == \"it's\" && `a'b'`", "x == \"it's\" && `a'b'`"),
            ("x == 'a\"b' || x == 'a\\n'", "x == 'a\"b' || x == 'a\\n'"),
            ("x == 'é", "x == 'é"),
            ("it's == 'a'", "it's == 'a'"),
        ] {
            assert_eq!(with_double_quotes(text), expected);
        }
    }

    #[test]
    fn quoting_keeps_every_character() {
        assert_eq!(quote("a == 'b'", Style::Single), "'a == ''b'''");
        assert_eq!(quote("a \\ \"b\"", Style::Double), "\"a \\\\ \\\"b\\\"\"");
        assert_eq!(quoted_len("'a''b' c"), Some(6));
        assert_eq!(quoted_len("\"a\\\"b\" c"), Some(6));
        assert_eq!(quoted_len("\"a"), None);
    }
}
