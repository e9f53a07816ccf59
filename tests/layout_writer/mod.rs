//! A writer of YAML that takes every liberty: any style, any indentation, comments and empty lines wherever they may be.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::fmt::Write as _;

/// Choices that were drawn beforehand; when they are used up, every choice is the first.
pub struct Tape<'a> {
    choices: &'a [u16],
    at: usize,
}

impl<'a> Tape<'a> {
    pub fn new(choices: &'a [u16]) -> Self {
        Self { choices, at: 0 }
    }

    fn below(&mut self, many: usize) -> usize {
        let choice = self.choices.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        choice as usize % many
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == many - 1
    }

    fn of<'b, T: ?Sized>(&mut self, all: &[&'b T]) -> &'b T {
        all[self.below(all.len())]
    }
}

/// What was written, and what a reader must find in it.
#[derive(Default)]
pub struct Written {
    pub text: String,
    /// What each comment says, in order.
    pub comments: Vec<String>,
    /// What the document says, as JSON writes it but for keys that are no strings.
    pub value: String,
}

const WORDS: [&str; 24] = [
    "ctx.a >= 3",
    "=ctx.n + 1",
    "a word or two",
    "yes",
    "08:00",
    "2026-01-05",
    "1.2.0",
    "x-y_z",
    "é ü",
    "日本語",
    "👋 hi",
    "~",
    "null",
    "true",
    "12",
    "0x1F",
    "a: b",
    "it's",
    "say \"x\"",
    "a \\ b",
    "# no comment",
    "- x",
    "",
    "a rather long text that goes on and on until nobody wants to read it any more, which is soon",
];
const LINES: [&str; 6] = ["one", "  two deeper", "three #3", "", "é: x", "- four"];
const KEYS: [&str; 10] = ["a", "name", "long_key", "on", "k-1", "é", "日本", "a key", "x.y", "1"];

pub fn write(tape: &mut Tape<'_>) -> Written {
    let mut writer = Writer { tape, done: Written::default(), keys: 0, below_block: false };
    if writer.tape.one_in(8) {
        writer.done.text.push('\u{feff}');
    }
    writer.lines_between(0);
    if writer.tape.one_in(6) {
        writer.done.text.push_str("---");
        writer.line_end();
        writer.lines_between(0);
    }
    let indent = if writer.tape.one_in(6) { 2 } else { 0 };
    writer.done.text.push_str(&" ".repeat(indent));
    if writer.tape.one_in(4) {
        writer.block_list(indent, 0);
    } else {
        writer.block_map(indent, 0);
    }
    let mut done = writer.done;
    if tape.one_in(4) {
        done.text = done.text.replace('\n', "\r\n");
    }
    done
}

struct Writer<'t, 'a> {
    tape: &'t mut Tape<'a>,
    done: Written,
    keys: usize,
    /// Whether the last line may be one of a scalar in block style.
    below_block: bool,
}

impl Writer<'_, '_> {
    fn comment(&mut self) {
        let sign = self.tape.of(&["# ", "#", "#  "]);
        let said = format!("c{}{}", self.done.comments.len(), self.tape.of(&["", " words", " é", " # more", ": x"]));
        let _ = write!(self.done.text, "{sign}{said}{}", self.tape.of(&["", " "]));
        self.done.comments.push(said);
    }

    /// The rest of a line behind something that is complete.
    fn line_end(&mut self) {
        self.below_block = false;
        if self.tape.one_in(5) {
            let gap = 1 + self.tape.below(4);
            self.done.text.push_str(&" ".repeat(gap));
            self.comment();
        } else if self.tape.one_in(9) {
            self.done.text.push_str("  ");
        }
        self.done.text.push('\n');
    }

    /// Empty lines and comments before something that is indented by `indent`.
    fn lines_between(&mut self, indent: usize) {
        while self.tape.one_in(5) {
            // Below a scalar in block style empty lines may be part of it.
            let below = std::mem::take(&mut self.below_block);
            match if below { 3 } else { self.tape.below(3) } {
                0 => self.done.text.push('\n'),
                1 => self.done.text.push_str("   \n"),
                _ => {
                    let column =
                        if below { 0 } else { [indent, 0, indent + 2, indent.saturating_sub(1)][self.tape.below(4)] };
                    self.done.text.push_str(&" ".repeat(column));
                    self.comment();
                    self.done.text.push('\n');
                }
            }
        }
    }

    fn key(&mut self) -> String {
        self.keys += 1;
        format!("{}{}", self.tape.of(&KEYS), if self.tape.one_in(12) { String::new() } else { self.keys.to_string() })
    }

    /// A mapping whose first line has been indented.
    fn block_map(&mut self, indent: usize, depth: usize) {
        let count = 1 + self.tape.below(4);
        self.done.value.push('{');
        let mut seen = Vec::new();
        for number in 0..count {
            let mut key = self.key();
            while seen.contains(&key) {
                key = format!("{key}_");
            }
            if number > 0 {
                self.lines_between(indent);
                self.done.text.push_str(&" ".repeat(indent));
                self.done.value.push(',');
            }
            let _ = write!(self.done.value, "{key:?}:");
            let explicit = self.tape.one_in(14);
            let written = if self.tape.one_in(6) { format!("\"{key}\"") } else { key.clone() };
            seen.push(key);
            if explicit {
                let _ = write!(self.done.text, "? {written}");
                self.line_end();
                self.done.text.push_str(&" ".repeat(indent));
                self.done.text.push(':');
                self.behind(indent, depth, true);
            } else {
                let _ = write!(self.done.text, "{written}{}:", if self.tape.one_in(12) { " " } else { "" });
                self.behind(indent, depth, false);
            }
        }
        self.done.value.push('}');
    }

    fn block_list(&mut self, indent: usize, depth: usize) {
        let count = 1 + self.tape.below(3);
        self.done.value.push('[');
        for number in 0..count {
            if number > 0 {
                self.lines_between(indent);
                self.done.text.push_str(&" ".repeat(indent));
                self.done.value.push(',');
            }
            self.done.text.push('-');
            self.behind(indent, depth, true);
        }
        self.done.value.push(']');
    }

    /// A value behind a key or a sign that is indented by `indent`, up to the end of its last line.
    fn behind(&mut self, indent: usize, depth: usize, sign: bool) {
        let deep = depth > 4;
        match self.tape.below(if deep { 6 } else { 10 }) {
            0..=2 => {
                self.done.text.push_str(&" ".repeat([1, 1, 1, 3, 7][self.tape.below(5)]));
                self.scalar(indent);
                self.line_end();
            }
            3 => {
                self.done.value.push_str("null");
                self.line_end();
            }
            4 => {
                self.done.text.push(' ');
                self.flow(indent + 1, depth + 1);
                self.line_end();
            }
            5 => self.block_scalar(indent),
            6 if sign => {
                let wide = 1 + self.tape.below(3);
                self.done.text.push_str(&" ".repeat(wide));
                let inner = indent + 1 + wide;
                if self.tape.one_in(3) { self.block_list(inner, depth + 1) } else { self.block_map(inner, depth + 1) }
            }
            _ => {
                let anchor = self.tape.one_in(9).then(|| format!(" &a{}", self.keys));
                self.done.text.push_str(&anchor.unwrap_or_default());
                self.line_end();
                let list = self.tape.one_in(3);
                let inner = if list && !sign && self.tape.one_in(2) { indent } else { indent + 1 + self.tape.below(5) };
                self.lines_between(inner);
                self.done.text.push_str(&" ".repeat(inner));
                if list { self.block_list(inner, depth + 1) } else { self.block_map(inner, depth + 1) }
            }
        }
    }

    fn block_scalar(&mut self, indent: usize) {
        let inner = indent + 1 + self.tape.below(4);
        let chomp = self.tape.of(&["", "-", "+"]);
        let count = 1 + self.tape.below(4);
        let mut lines = vec!["one"];
        lines.extend((1..count).map(|_| self.tape.of(&LINES)));
        let indicator = if self.tape.one_in(4) {
            lines.insert(0, " in");
            (inner - indent).to_string()
        } else {
            String::new()
        };
        let _ = write!(self.done.text, " |{indicator}{chomp}");
        self.line_end();
        for line in &lines {
            if !line.is_empty() {
                self.done.text.push_str(&" ".repeat(inner));
            }
            self.done.text.push_str(line);
            self.done.text.push('\n');
        }
        let said = lines.join("\n");
        let said = match chomp {
            "+" => format!("{said}\n"),
            "-" => said.trim_end_matches('\n').to_owned(),
            _ => format!("{}\n", said.trim_end_matches('\n')),
        };
        let _ = write!(self.done.value, "{said:?}");
        self.below_block = true;
        if chomp == "+" && self.tape.one_in(2) {
            self.done.text.push_str(&" ".repeat(indent));
            self.comment();
            self.done.text.push('\n');
        }
    }

    /// A scalar on the line, or on this and the next, whose lines are indented by more than `indent`.
    fn scalar(&mut self, indent: usize) {
        let word = self.tape.of(&WORDS);
        let gap = format!("{}\n{}", self.tape.of(&["", " "]), " ".repeat(indent + 1 + self.tape.below(4)));
        let folded = self.tape.one_in(6) && word.contains(' ') && !word.contains("- ") && !word.contains('#');
        let folded = folded.then(|| word.replacen(' ', &gap, 1));
        let said = folded.as_deref().unwrap_or(word);
        match self.tape.below(3) {
            0 if is_plain(word) => {
                self.done.text.push_str(said);
                self.done.value.push_str(&plain(word));
                return;
            }
            1 => {
                let _ = write!(self.done.text, "'{}'", said.replace('\'', "''"));
            }
            _ => {
                let _ = write!(self.done.text, "\"{}\"", said.replace('\\', "\\\\").replace('"', "\\\""));
            }
        }
        let _ = write!(self.done.value, "{word:?}");
    }

    /// A collection in brackets; its further lines are indented by `indent` or more.
    fn flow(&mut self, indent: usize, depth: usize) {
        let list = self.tape.one_in(2);
        let count = self.tape.below(4);
        let (open, close) = if list { ('[', ']') } else { ('{', '}') };
        self.done.text.push(open);
        self.done.value.push(open);
        for number in 0..count {
            if number > 0 {
                self.done.text.push(',');
                self.done.value.push(',');
            }
            self.flow_gap(indent);
            if !list {
                self.keys += 1;
                let key = format!("k{}", self.keys);
                let _ = write!(self.done.text, "{key}: ");
                let _ = write!(self.done.value, "{key:?}:");
            }
            match self.tape.below(if depth > 3 { 3 } else { 4 }) {
                3 => self.flow(indent, depth + 1),
                _ => self.flow_scalar(),
            }
        }
        if count > 0 && self.tape.one_in(4) {
            self.done.text.push(',');
        }
        self.flow_gap(indent);
        self.done.text.push(close);
        self.done.value.push(close);
    }

    fn flow_gap(&mut self, indent: usize) {
        match self.tape.below(8) {
            0 | 1 => self.done.text.push(' '),
            2 => {
                self.done.text.push(' ');
                self.comment();
                let _ = write!(self.done.text, "\n{}", " ".repeat(indent + self.tape.below(4)));
            }
            3 => {
                let _ = write!(self.done.text, "\n{}", " ".repeat(indent));
            }
            4 => {
                let _ = write!(self.done.text, "\n{0}", " ".repeat(indent));
                self.comment();
                let _ = write!(self.done.text, "\n\n{}", " ".repeat(indent));
            }
            _ => {}
        }
    }

    fn flow_scalar(&mut self) {
        let word = self.tape.of(&WORDS);
        if is_plain(word) && !word.contains([',', '[', ']', '{', '}']) && self.tape.one_in(2) {
            self.done.text.push_str(word);
            self.done.value.push_str(&plain(word));
        } else {
            let _ = write!(self.done.text, "\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""));
            let _ = write!(self.done.value, "{word:?}");
        }
    }
}

/// Whether YAML takes `word` without quotes.
fn is_plain(word: &str) -> bool {
    !(word.is_empty() || word.contains(": ") || word.starts_with(['#', '"', '\'']) || word.starts_with("- "))
}

/// What `word` is without quotes.
fn plain(word: &str) -> String {
    match word {
        "~" | "null" => "null".to_owned(),
        "0x1F" => "31".to_owned(),
        "true" | "12" => word.to_owned(),
        _ => format!("{word:?}"),
    }
}
