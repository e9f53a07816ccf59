//! Expressions that YAML does not read as they were written, because they lack quotes.

use std::ops::Range;

use crate::syntax::fault::left_open;
use crate::syntax::lines::{Parts, content, indent, line_at, next_line, parts};
use crate::syntax::node::Style;
use crate::syntax::quoting::{Within, extent, is_cut, needs_quotes, quote, quoted_len, with_double_quotes};
use crate::terms::finding::{Edit, Finding, Fix};
use crate::terms::rule;
use crate::terms::span::{FileId, Span};

/// How far above its end an expression over several lines is looked for.
const MAX_LINES: usize = 20;

/// Whether the value of `key` is always an expression.
pub fn is_expression_key(key: &str) -> bool {
    matches!(key, "guard" | "if" | "not")
}

/// Whether the values inside `key` are always expressions.
pub fn holds_expressions(key: &str) -> bool {
    matches!(key, "define" | "all" | "any")
}

/// The bytes of the expression in block style that begins at `start` and belongs to a key or dash at `column`.
pub fn block_extent(text: &str, start: usize, column: usize) -> Range<usize> {
    let mut line = line_at(text, start);
    let mut end = line.end;
    while let Some(next) = next_line(text, &line) {
        line = line_at(text, next);
        let said = &text[line.clone()];
        if said.trim().is_empty() || indent(said) <= column || said.trim_start().starts_with('#') {
            break;
        }
        // Behind what is whole, a key is no part of it: its line is indented too deep, or that of the expression too little.
        if parts(text, &line).key.is_some() && !is_cut(&text[start..end]) {
            break;
        }
        end = line.end;
    }
    start..start + extent(&text[start..end], Within::Block).len
}

/// The bytes of the expression in flow style that begins at `start`.
pub fn flow_extent(text: &str, start: usize) -> Range<usize> {
    start..start + extent(&text[start..], Within::Flow).len
}

/// The finding for the expression that `range` covers, quotes as its fix.
pub fn finding(file: FileId, text: &str, range: Range<usize>) -> Finding {
    let said = &text[range.clone()];
    let span = Span::new(file, range.start as u32, range.end as u32);
    let whole = range.start..torn_end(text, &range);
    let quoted = quote(&with_double_quotes(&text[whole.clone()]), Style::Single);
    let edit = Edit { span: Span::new(file, whole.start as u32, whole.end as u32), text: quoted };
    // On several lines a key may have been swallowed, and nobody knows where what is cut was to end.
    let safe = whole == range && !is_cut(said) && !said.contains('\n');
    Finding::new(rule::EXPRESSION_NEEDS_QUOTES, span, format!("this expression needs quotes: {}", reason(said)))
        .help("put the whole expression in quotes")
        .fix(Fix { message: "put the whole expression in quotes".to_owned(), edits: vec![edit], safe })
}

/// Where the value at `range`, of a key in brackets, probably ends: what stands behind a `,` there and is no key with its
/// value was rather meant as more of the text.
pub fn torn_end(text: &str, range: &Range<usize>) -> usize {
    let mut end = range.end;
    if !text[..range.start].trim_end().ends_with(':') {
        return end;
    }
    while let Some(rest) = text[end..].strip_prefix(',') {
        let item = &rest[..rest.find([',', '{', '}', '[', ']', '\n', '#']).unwrap_or(rest.len())];
        let said = item.trim();
        let is_key = said.contains(": ") || said.ends_with(':') || said.starts_with(['"', '\'']);
        let behind = &rest[item.len()..];
        if said.is_empty() || is_key || !behind.starts_with([',', '}']) {
            break;
        }
        end += 1 + item.trim_end().len();
    }
    end
}

/// The expressions on the line of `place` that YAML misreads; `open` are the brackets that were open there.
pub fn on_line(text: &str, place: usize, open: &[usize]) -> Vec<Range<usize>> {
    let line = line_at(text, place);
    if let Some(&open) = open.iter().rfind(|&&open| open < line.start) {
        if left_open(text, open, place) {
            return Vec::new();
        }
        let before = text[..open].trim_end();
        let before = before.strip_suffix(':').unwrap_or_default();
        let key = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let bracket = if text[open..].starts_with('[') { '[' } else { '{' };
        return FlowScan::new(text, content(text, &line), (bracket, holds_expressions(key))).run();
    }
    let said = parts(text, &line);
    if said.value.is_empty() || (said.key.is_none() && !said.dash) {
        return above(text, &line, place);
    }
    let found = in_value(text, &line, &said);
    if found.is_empty() { above(text, &line, place) } else { found }
}

fn in_value(text: &str, line: &Range<usize>, said: &Parts) -> Vec<Range<usize>> {
    let value = &text[said.value.clone()];
    let key = said.key.clone().map_or("", |key| &text[key]);
    let expression = is_expression_key(key)
        || (key == BODY && is_in_functions(text, line.start))
        || holds_expressions(parent_key(text, line, said));
    if (expression && !is_condition_map(value)) || value.starts_with('=') || is_bare_template(value) {
        let whole = block_extent(text, said.value.start, said.column);
        return if needs_quotes(&text[whole.clone()], false) { vec![whole] } else { Vec::new() };
    }
    if value.starts_with(['[', '{']) {
        return FlowScan::new(text, said.value.clone(), (' ', holds_expressions(key))).run();
    }
    Vec::new()
}

/// The expression that began on a line above and goes on over `line`.
fn above(text: &str, line: &Range<usize>, place: usize) -> Vec<Range<usize>> {
    let depth = indent(&text[line.clone()]);
    let mut line = line.clone();
    for _ in 0..MAX_LINES {
        let Some(before) = line.start.checked_sub(1) else { break };
        line = line_at(text, before);
        if text[line.clone()].trim().is_empty() || indent(&text[line.clone()]) >= depth {
            continue;
        }
        let mut said = parts(text, &line);
        if said.value.is_empty() {
            said.value = below(text, &line);
        }
        return in_value(text, &line, &said).into_iter().filter(|range| range.contains(&place)).collect();
    }
    Vec::new()
}

/// The value of a key that stands alone on `line`, if it is text and begins in the next line.
fn below(text: &str, line: &Range<usize>) -> Range<usize> {
    let Some(next) = next_line(text, line) else { return line.end..line.end };
    let next = line_at(text, next);
    let said = parts(text, &next);
    if said.key.is_some() || said.dash { line.end..line.end } else { said.value }
}

/// The key of a function's expression, which is one of those alone: elsewhere it is a name like any other.
const BODY: &str = "body";

/// Whether the byte `at` stands in the functions of a file: that key is the last one in the first column above it.
pub fn is_in_functions(text: &str, at: usize) -> bool {
    let above = text.get(..line_at(text, at).end).unwrap_or_default();
    let top =
        above.lines().rev().find(|line| line.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '\'')));
    top.is_some_and(|line| line.trim_start_matches(['"', '\'']).starts_with("functions"))
}

/// The key of the mapping or list that the line is an item of.
fn parent_key<'a>(text: &'a str, line: &Range<usize>, said: &Parts) -> &'a str {
    let mut line = line.clone();
    while let Some(before) = line.start.checked_sub(1) {
        line = line_at(text, before);
        if text[line.clone()].trim().is_empty() {
            continue;
        }
        let outer = parts(text, &line);
        let begins = indent(&text[line.clone()]);
        if outer.column < said.column || (said.key.is_none() && begins == said.column && !outer.dash) {
            return outer.key.map_or("", |key| &text[key]);
        }
    }
    ""
}

/// Whether `text` is `{ all: …`, `{ any: …` or `{ not: …`.
fn is_condition_map(text: &str) -> bool {
    let Some(inside) = text.strip_prefix('{') else { return false };
    let inside = inside.trim_start();
    ["all", "any", "not"]
        .iter()
        .any(|key| inside.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':')))
}

fn is_bare_template(value: &str) -> bool {
    value.contains("${") && !value.starts_with(['"', '\'', '{', '['])
}

/// Whether `text` is plain text in brackets that is cut at the brace of a `${`.
fn is_cut_template(text: &str) -> bool {
    let first = text.find([',', '[', ']', '{', '}', ':', '"', '\'']);
    first.is_some_and(|at| text[at..].starts_with('{') && text[..at].ends_with('$'))
}

/// What YAML makes of `said`.
pub fn reason(said: &str) -> &'static str {
    match said.chars().next().unwrap_or(' ') {
        '!' => "YAML takes a leading `!` for a tag and drops it",
        '&' => "YAML takes a leading `&` for an anchor",
        '*' => "YAML takes a leading `*` for an alias",
        '>' | '|' => "YAML takes a leading `>` or `|` for a block of text",
        '%' | '@' | '`' => "YAML keeps `%`, `@` and backticks for itself",
        '"' | '\'' if quoted_len(said).is_none() => {
            "YAML takes a leading quote for the beginning of a text, and it has no end"
        }
        '"' | '\'' => "YAML ends the text at the closing quote",
        '[' => "YAML takes a leading `[` for a list",
        '{' => "YAML takes a leading `{` for a mapping",
        '#' => "YAML takes a leading `#` for a comment",
        '-' | '?' if said[1..].starts_with(char::is_whitespace) => "YAML takes `- ` for a list and `? ` for a key",
        _ if said.contains(": ") => "YAML takes `: ` for a key and its value",
        _ if said.contains(" #") => "YAML takes ` #` for a comment",
        _ => "inside brackets YAML cuts text at `,`, `[`, `]`, `{` and `}`",
    }
}

/// A walk over the brackets, keys and values of one line in flow style.
struct FlowScan<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    /// Each open bracket, and whether its items are expressions.
    open: Vec<(char, bool)>,
    key: &'a str,
    found: Vec<Range<usize>>,
}

impl<'a> FlowScan<'a> {
    fn new(text: &'a str, range: Range<usize>, outer: (char, bool)) -> Self {
        let (at, end) = (range.start, range.end);
        Self { text, at, end, open: vec![outer], key: "", found: Vec::new() }
    }

    fn run(mut self) -> Vec<Range<usize>> {
        while let Some(c) = self.text[self.at..self.end].chars().next() {
            match c {
                _ if c.is_whitespace() => self.at += c.len_utf8(),
                ',' => self.item(),
                '}' | ']' => {
                    if self.open.len() > 1 {
                        self.open.pop();
                    }
                    self.key = "";
                    self.at += 1;
                }
                '#' if self.text[..self.at].ends_with(' ') => break,
                _ => self.value(c),
            }
        }
        self.found
    }

    fn item(&mut self) {
        self.key = "";
        self.at += 1;
    }

    fn value(&mut self, c: char) {
        let rest = &self.text[self.at..self.end];
        let (bracket, expressions) = self.open.last().copied().unwrap_or((' ', false));
        let listed = bracket == '[' && expressions;
        let is_body = self.key == BODY && is_in_functions(self.text, self.at);
        let keyed =
            is_body || (!self.key.is_empty() && (is_expression_key(self.key) || (bracket == '{' && expressions)));
        let expression =
            ((listed || keyed) && !is_condition_map(rest)) || rest.starts_with('=') || is_cut_template(rest);
        if expression && !(listed && quoted_whole(rest)) {
            let range = flow_extent(self.text, self.at);
            let len = range.len().max(1);
            if needs_quotes(&self.text[range.clone()], true) && !quoted_whole(rest) {
                self.found.push(range);
            }
            self.at = self.floor(self.at + len);
            return;
        }
        match c {
            '[' | '{' => {
                let inside = holds_expressions(self.key) || (self.open.len() == 1 && self.open[0].1);
                self.open.push((c, inside && !is_condition_map(rest)));
                self.key = "";
                self.at += 1;
            }
            '"' | '\'' => {
                self.at += quoted_len(rest).unwrap_or(rest.len());
            }
            ':' => self.at += 1,
            _ => self.plain(rest),
        }
    }

    fn plain(&mut self, rest: &'a str) {
        let len = rest.find([',', '[', ']', '{', '}']).unwrap_or(rest.len());
        let said = &rest[..len];
        match said.find(": ").or_else(|| said.ends_with(':').then(|| said.len() - 1)) {
            Some(colon) => {
                self.key = said[..colon].trim();
                self.at += colon + 1;
            }
            None => self.at += len.max(1),
        }
        self.at = self.floor(self.at);
    }

    fn floor(&self, at: usize) -> usize {
        (at..=self.end).find(|&at| self.text.is_char_boundary(at)).unwrap_or(self.end).min(self.end)
    }
}

/// Whether `rest` begins with a quoted text after which the item ends.
fn quoted_whole(rest: &str) -> bool {
    rest.starts_with(['"', '\''])
        && quoted_len(rest).is_some_and(|len| {
            rest[len..].trim_start().is_empty() || rest[len..].trim_start().starts_with([',', ']', '}'])
        })
}

#[cfg(test)]
mod tests {
    use super::on_line;

    fn found(text: &str, at: &str) -> Vec<String> {
        let place = text.find(at).unwrap();
        on_line(text, place, &[]).into_iter().map(|range| text[range].to_owned()).collect()
    }

    #[test]
    fn expressions_are_found_by_their_keys_and_by_the_equals_sign() {
        assert_eq!(found("steps:\n  - guard: @x > 1 # why", "@"), ["@x > 1"]);
        assert_eq!(found("define:\n  a: \"x\" == ctx.a\n", "\"x"), ["\"x\" == ctx.a"]);
        assert_eq!(found("all:\n- *x && y\n", "*x"), ["*x && y"]);
        assert_eq!(found("set:\n  n: =#{a: 1}.a\n", "=#"), ["=#{a: 1}.a"]);
        assert!(found("title: a: b", "a: b").is_empty());
        assert!(found("- send: { t: a b: c }", "send").is_empty());
    }

    #[test]
    fn brackets_on_the_line_are_looked_into() {
        assert_eq!(found("- { id: x, guard: ctx.a in [1, 2], to: B }", "id"), ["ctx.a in [1, 2]"]);
        assert_eq!(found("set: { n: =ctx.a[0], m: 1, k: =x[1] }", "n:"), ["=ctx.a[0]", "=x[1]"]);
        assert_eq!(found("guard: { all: [ctx.a in [1], ctx.b] }", "all"), ["ctx.a in [1]"]);
        assert_eq!(found("guard: { all: [\"a\" == ctx.b, ctx.b] }", "all"), ["\"a\" == ctx.b"]);
        assert_eq!(found("define: { a: x[0] > 1 }", "a:"), ["x[0] > 1"]);
        assert_eq!(found("- mail: { to: Hi ${ctx.a}, n: 1 }", "to"), ["Hi ${ctx.a}"]);
    }

    #[test]
    fn an_expression_may_go_on_over_lines() {
        let text = "- guard: \"a\" == ctx.a\n    && ctx.b # why\n  to: B\n";
        assert_eq!(found(text, "\"a"), ["\"a\" == ctx.a\n    && ctx.b"]);
        let text = "- guard: ctx.a &&\n    ctx.b == \"x: y\"\n  to: B\n";
        assert_eq!(found(text, "y\""), ["ctx.a &&\n    ctx.b == \"x: y\""]);
    }
}
