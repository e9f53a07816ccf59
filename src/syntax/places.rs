//! From a decoded scalar back to the bytes that it was written with, for every style of scalar.

use crate::syntax::node::{Node, Scalar, Style};
use crate::syntax::text::Text;
use crate::terms::span::{FileId, Span};

/// The text of `scalar`, which is `node` of `file`, with the place of each of its bytes in `source`.
pub fn text(file: FileId, source: &str, node: &Node<'_>, scalar: &Scalar<'_>) -> Text {
    let span = Span::new(file, node.start, node.end);
    let raw = source.get(node.start as usize..node.end as usize).unwrap_or_default();
    let (inside, skip) = match scalar.style {
        Style::Single | Style::Double => (raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default(), 1),
        _ => (raw, 0),
    };
    let start = node.start + skip;
    if *inside == *scalar.text {
        return Text::straight(&*scalar.text, span, start);
    }
    let table = table(scalar, inside, start).unwrap_or_else(|| {
        let mut whole = vec![node.start; scalar.text.len()];
        whole.push(node.end);
        whole
    });
    Text::mapped(&*scalar.text, span, table)
}

fn table(scalar: &Scalar<'_>, raw: &str, start: u32) -> Option<Vec<u32>> {
    let mut walk = Walk { decoded: &scalar.text, raw, at: 0, start, table: Vec::with_capacity(scalar.text.len() + 1) };
    match scalar.style {
        Style::Literal | Style::Folded => walk.block(scalar.indent as usize)?,
        style => walk.flow(style)?,
    }
    let end = start + raw.len() as u32;
    let complete = walk.decoded.is_empty() && walk.table.len() == scalar.text.len();
    complete.then(|| {
        walk.table.push(end);
        walk.table
    })
}

/// One walk over decoded and raw text side by side.
struct Walk<'a> {
    /// What is left of the decoded text.
    decoded: &'a str,
    /// The raw text.
    raw: &'a str,
    /// The place in the raw text.
    at: usize,
    /// The file's byte at which the raw text begins.
    start: u32,
    /// The places found.
    table: Vec<u32>,
}

impl Walk<'_> {
    fn rest(&self) -> &str {
        self.raw.get(self.at..).unwrap_or_default()
    }

    /// The next decoded character was written at `at`.
    fn take(&mut self, at: usize) -> Option<char> {
        let c = self.decoded.chars().next()?;
        self.decoded = &self.decoded[c.len_utf8()..];
        let place = self.start + at as u32;
        // The bytes of one character written as itself stand one after the other; those of an escape at its start.
        let same = self.raw[at..].starts_with(c);
        self.table.extend((0..c.len_utf8() as u32).map(|byte| if same { place + byte } else { place }));
        Some(c)
    }

    /// Plain and quoted scalars: lines are folded, their indentation is no content.
    fn flow(&mut self, style: Style) -> Option<()> {
        while let Some(c) = self.rest().chars().next() {
            match c {
                ' ' | '\t' | '\r' | '\n' => self.blanks()?,
                '\\' if style == Style::Double => self.escape()?,
                '\'' if style == Style::Single => {
                    self.take(self.at)?;
                    self.at += 2;
                }
                _ => {
                    let written = self.take(self.at)?;
                    if written != c {
                        return None;
                    }
                    self.at += c.len_utf8();
                }
            }
        }
        Some(())
    }

    /// A run of blanks: as written on one line; one space for one line break, a line feed for each further one.
    fn blanks(&mut self) -> Option<()> {
        let rest = self.rest();
        let len = rest.find(|c| !matches!(c, ' ' | '\t' | '\r' | '\n')).unwrap_or(rest.len());
        let from = self.at;
        let breaks: Vec<usize> = line_breaks(&rest[..len]).map(|at| from + at).collect();
        self.at += len;
        match breaks.as_slice() {
            [] => (from..from + len).try_for_each(|at| self.take(at).map(drop)),
            [only] => self.take(*only).map(drop),
            [_, more @ ..] => more.iter().try_for_each(|&at| self.take(at).map(drop)),
        }
    }

    fn escape(&mut self) -> Option<()> {
        let from = self.at;
        let kind = self.rest().chars().nth(1)?;
        if matches!(kind, '\n' | '\r') {
            return self.continuation();
        }
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        self.at += 1 + kind.len_utf8() + digits;
        let c = self.take(from)?;
        // Above the basic plane `\u` takes a pair of surrogates.
        if kind == 'u' && u32::from(c) > 0xFFFF {
            self.at += 6;
        }
        Some(())
    }

    /// An escaped line break is no content, nor is what indents the next line; empty lines after it are.
    fn continuation(&mut self) -> Option<()> {
        let rest = self.rest();
        let len = 1 + rest[1..].find(|c| !matches!(c, ' ' | '\t' | '\r' | '\n')).unwrap_or(rest.len() - 1);
        let from = self.at;
        let breaks: Vec<usize> = line_breaks(&rest[..len]).skip(1).map(|at| from + at).collect();
        self.at += len;
        breaks.into_iter().try_for_each(|at| self.take(at).map(drop))
    }

    /// Literal and folded scalars: each line after its indentation; the first one is raw from its content on.
    fn block(&mut self, indent: usize) -> Option<()> {
        while self.decoded.starts_with('\n') {
            // Empty lines before the first one lie before the raw text.
            self.take_at_start()?;
        }
        let mut first = true;
        while !self.decoded.is_empty() {
            if !first {
                let spaces = self.rest().bytes().take_while(|&byte| byte == b' ').count();
                self.at += spaces.min(indent);
            }
            first = false;
            let line = self.rest().lines().next().unwrap_or_default().len();
            let until = self.at + line;
            while self.at < until && !self.decoded.is_empty() {
                let c = self.raw[self.at..].chars().next()?;
                if self.take(self.at)? != c {
                    return None;
                }
                self.at += c.len_utf8();
            }
            self.line_end()?;
        }
        Some(())
    }

    /// The end of a block scalar's line: a line feed or a space, or nothing where the next line is empty and folded.
    fn line_end(&mut self) -> Option<()> {
        let at = self.at;
        self.at += if self.rest().starts_with("\r\n") { 2 } else { usize::from(self.at < self.raw.len()) };
        match self.decoded.chars().next() {
            None => Some(()),
            Some('\n') if self.swallowed() => Some(()),
            Some('\n' | ' ') => self.take(at).map(drop),
            Some(_) => None,
        }
    }

    /// Whether this line break is the one that folding takes away: fewer are decoded than are written.
    fn swallowed(&self) -> bool {
        let decoded = self.decoded.bytes().take_while(|&byte| byte == b'\n').count();
        let ahead = self.rest();
        let blank = ahead.find(|c| !matches!(c, ' ' | '\r' | '\n')).unwrap_or(ahead.len());
        let written = 1 + line_breaks(&ahead[..blank]).count();
        blank < ahead.len() && decoded < written
    }

    fn take_at_start(&mut self) -> Option<char> {
        let c = self.decoded.chars().next()?;
        self.decoded = &self.decoded[c.len_utf8()..];
        self.table.extend(std::iter::repeat_n(self.start, c.len_utf8()));
        Some(c)
    }
}

/// Where the line breaks of `blanks` begin; CR LF is one.
fn line_breaks(blanks: &str) -> impl Iterator<Item = usize> {
    let bytes = blanks.as_bytes();
    let crlf = |at: usize| bytes[at] == b'\n' && at > 0 && bytes[at - 1] == b'\r';
    (0..bytes.len()).filter(move |&at| matches!(bytes[at], b'\n' | b'\r') && !crlf(at))
}
