//! Comments of `wayfare.toml` that allow what a rule would find, each with what it is about.

use std::ops::Range;

use crate::syntax::allow::{Allow, allow, is_call, may_hold};
use crate::terms::span::{FileId, Span};

/// What the comments of the file `text` allow, in file order.
pub fn allows(file: FileId, text: &str) -> Vec<Allow> {
    if !may_hold(text) {
        return Vec::new();
    }
    let sketch = Sketch::of(text);
    let calls = sketch.comments.iter().filter(|&&at| is_call(&text[at..]));
    let allows = calls.filter_map(|&at| {
        let covers = sketch.covers(text, at);
        let covers = Span::new(file, covers.start as u32, covers.end as u32);
        Some(Allow { covers, ..allow(file, text, at as u32)? })
    });
    allows.collect()
}

/// Where the comments of a TOML text are, and its entries: tables, and keys with their values.
#[derive(Debug, Default)]
struct Sketch {
    comments: Vec<usize>,
    entries: Vec<Range<usize>>,
}

impl Sketch {
    fn of(text: &str) -> Self {
        let mut sketch = Self::default();
        let mut tables: Vec<(usize, &str)> = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let start = text.len() - text[at..].trim_start_matches(is_blank).len();
            match text.as_bytes().get(start) {
                None => break,
                Some(b'#') => at = sketch.comment(text, start),
                Some(b'[') => {
                    at = sketch.passed(text, start);
                    let name = text[start..at].trim_start_matches('[');
                    let name = name[..name.find(']').unwrap_or(name.len())].trim();
                    sketch.close(&mut tables, start, Some(name));
                    tables.push((start, name));
                }
                Some(_) => {
                    at = sketch.passed(text, start);
                    sketch.entries.push(start..at);
                }
            }
        }
        sketch.close(&mut tables, text.len(), None);
        sketch.entries.sort_by_key(|entry| entry.start);
        sketch
    }

    /// Ends at `end` the tables of which the one called `next` is no part.
    fn close(&mut self, tables: &mut Vec<(usize, &str)>, end: usize, next: Option<&str>) {
        let within = |table: &str| {
            let rest = next.and_then(|next| next.strip_prefix(table));
            rest.is_some_and(|rest| rest.starts_with('.'))
        };
        while let Some(&(start, _)) = tables.last().filter(|(_, table)| !within(table)) {
            self.entries.push(start..end);
            tables.pop();
        }
    }

    /// The end of the comment at `start`.
    fn comment(&mut self, text: &str, start: usize) -> usize {
        self.comments.push(start);
        text[start..].find('\n').map_or(text.len(), |end| start + end)
    }

    /// The end of the entry at `start`, which is that of its line unless a bracket or a string goes on.
    fn passed(&mut self, text: &str, start: usize) -> usize {
        let mut depth = 0_usize;
        let mut at = start;
        while let Some(c) = text[at..].chars().next() {
            at = match c {
                '\n' if depth == 0 => return at,
                '#' => self.comment(text, at),
                '"' | '\'' => at + string(&text[at..], c),
                _ => at + c.len_utf8(),
            };
            match c {
                '[' | '{' => depth += 1,
                ']' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        at
    }

    /// What the comment at `at` is about: what begins on its line, or else on the next that is no comment; the whole file
    /// above its first entry.
    fn covers(&self, text: &str, at: usize) -> Range<usize> {
        if self.entries.first().is_none_or(|first| at < first.start) {
            return 0..text.len();
        }
        let mut about = line(text, at);
        if text[about.start..at].trim().is_empty() {
            while !is_said(&text[about.clone()]) {
                if about.end == text.len() {
                    return at..at;
                }
                about = line(text, about.end);
            }
        }
        let begun = self.entries.iter().filter(|entry| about.contains(&entry.start));
        let end = begun.map(|entry| entry.end).max().unwrap_or_default();
        about.start..end.max(about.end)
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// The line around `at`, with its line break.
fn line(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    start..text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// Whether a line holds more than a comment.
fn is_said(line: &str) -> bool {
    let said = line.trim_start();
    !said.is_empty() && !said.starts_with('#')
}

/// The bytes of the string at the start of `text`, which begins with `quote`; one of one line ends with its line.
fn string(text: &str, quote: char) -> usize {
    let long = String::from(quote).repeat(3);
    let many = text.starts_with(&long);
    let open = if many { long.as_str() } else { &long[..1] };
    let mut at = open.len();
    while let Some(c) = text[at..].chars().next() {
        if text[at..].starts_with(open) {
            return at + open.len();
        }
        if c == '\n' && !many {
            return at;
        }
        at += c.len_utf8();
        if c == '\\' && quote == '"' {
            at += text[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::allows;
    use crate::terms::span::FileId;

    /// What the comments of `text` are about.
    fn about(text: &str) -> Vec<String> {
        let covers = allows(FileId(0), text).into_iter().map(|allow| allow.covers);
        covers.map(|span| text[span.start as usize..span.end as usize].trim().to_owned()).collect()
    }

    #[test]
    fn a_comment_is_about_what_begins_behind_it() {
        let text = "[a]\nx = 1\n# wayfare: allow(naming) y\n# more\n\ny = [ # one\n  2,\n]\nz = 3\n";
        assert_eq!(about(text), ["y = [ # one\n  2,\n]"]);
        let text = "x = 1\n[a] # wayfare: allow(naming) y\ny = 2\n[a.b]\nz = 3\n[ab]\nw = 4\n";
        assert_eq!(about(text), ["[a] # wayfare: allow(naming) y\ny = 2\n[a.b]\nz = 3"]);
        let text = "x = 1 # wayfare: allow(naming) y\ny = 2\n";
        assert_eq!(about(text), ["x = 1 # wayfare: allow(naming) y"]);
        let text = "# wayfare: allow(naming) y\r\nx = 1\r\n";
        assert_eq!(about(text), [text.trim()]);
        assert_eq!(about("x = 1\n# wayfare: allow(naming) y\n"), [""]);
    }

    #[test]
    fn in_a_string_it_is_text() {
        let call = "# wayfare: allow(naming) y";
        for text in [
            format!("x = \"{call}\"\n"),
            format!("x = '{call}'\n"),
            format!("x = \"\\\"{call}\"\n"),
            format!("x = \"\"\"\n{call}\n\"\"\"\n"),
            format!("x = '''\n{call}\n'''\n"),
            format!("'{call}' = 1\n"),
        ] {
            assert_eq!(about(&text), [""; 0], "{text}");
        }
        assert_eq!(about(&format!("x = \"é\nz = '\n{call}\ny = 1\n")), ["y = 1"]);
    }
}
