//! From a decoded scalar back to the bytes that it was written with, for every style of scalar.

use crate::syntax::node::{Node, Scalar, Style};
use crate::syntax::text::Text;
use crate::terms::span::{FileId, Span};

/// The text of `scalar`, which is `node` of `file`, with the place of each of its bytes in `source`.
pub fn text(file: FileId, source: &str, node: &Node<'_>, scalar: &Scalar<'_>) -> Text {
    let raw = source.get(node.start as usize..node.end as usize).unwrap_or_default();
    let is_block = matches!(scalar.style, Style::Literal | Style::Folded);
    let end = if is_block { node.start + raw.trim_end().len() as u32 } else { node.end };
    let span = Span::new(file, node.start, end);
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
    let mut walk = Walk {
        decoded: &scalar.text,
        raw,
        at: 0,
        start,
        after: start,
        table: Vec::with_capacity(scalar.text.len() + 1),
    };
    match scalar.style {
        Style::Literal | Style::Folded => walk.block(scalar)?,
        style => walk.flow(style)?,
    }
    let end =
        if matches!(scalar.style, Style::Literal | Style::Folded) { walk.after } else { start + raw.len() as u32 };
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
    /// The file's byte after the last character that was found as itself.
    after: u32,
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
        self.after = place + if same { c.len_utf8() as u32 } else { 1 };
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
    fn block(&mut self, scalar: &Scalar<'_>) -> Option<()> {
        let (indent, folded) = (scalar.indent as usize, scalar.style == Style::Folded);
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
            self.line_end(folded.then_some(indent))?;
        }
        Some(())
    }

    /// The end of a block scalar's line: a line feed or a space, or nothing where folding takes it away.
    fn line_end(&mut self, folded: Option<usize>) -> Option<()> {
        let at = self.at;
        self.at += if self.rest().starts_with("\r\n") { 2 } else { usize::from(self.at < self.raw.len()) };
        match self.decoded.chars().next() {
            None => Some(()),
            Some('\n') if folded.is_some_and(|indent| self.swallowed(indent)) => Some(()),
            Some('\n' | ' ') => self.take(at).map(drop),
            Some(_) => None,
        }
    }

    /// Whether this line break is the one that folding takes away: fewer are decoded than are written.
    fn swallowed(&self, indent: usize) -> bool {
        let decoded = self.decoded.bytes().take_while(|&byte| byte == b'\n').count();
        let is_empty = |line: &&str| line.len() <= indent && line.bytes().all(|byte| byte == b' ');
        let empty = self.rest().lines().take_while(is_empty).count();
        let more = self.rest().lines().nth(empty).is_some();
        more && decoded < 1 + empty
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

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, proptest};

    use super::text;
    use crate::syntax::node::Style;
    use crate::syntax::reader::parse;
    use crate::syntax::text::Text;
    use crate::terms::span::FileId;

    const WORDS: [&str; 8] = ["ctx.a", "é", "\u{1F600}", "==", "x y", "max(1)", "a  b", "z"];
    const FOLDS: [&str; 4] = ["\n  ", "\n\n  ", "  \n   ", "\n\n\n  "];
    const ESCAPES: [&str; 9] = ["\\n", "\\t", "\\\"", "\\\\", "\\u00e9", "\\x41", "\\U0001F600", "\\ ", "\\\n  "];
    const LINES: [&str; 7] = ["\n  ", "\n\n  ", "\n    ", "\n  \n  ", "\n      \n  ", " \n  ", "\n\n\n   "];

    /// The text of the one value of `source`, unless YAML refuses it.
    fn value(source: &str) -> Option<(Text, Style)> {
        let tree = parse(FileId(0), source, &[], &mut crate::syntax::restart::Restarts::default()).ok()?;
        let root = tree.root?;
        let value = &root.mapping()?.entries.first()?.value;
        let scalar = value.scalar()?;
        Some((text(FileId(0), source, value, scalar), scalar.style))
    }

    /// Each character stands where its place says: as itself, as an escape, or as the line break that became it.
    fn holds(source: &str) -> Result<(), String> {
        let Some((text, style)) = value(source).filter(|(text, _)| !text.text.trim().is_empty()) else { return Ok(()) };
        let mut last = 0;
        for (at, c) in text.text.char_indices() {
            let span = text.span_of(at..at + c.len_utf8());
            let there = &source[span.start as usize..];
            let escaped = style == Style::Double && there.starts_with('\\');
            let folded = matches!(c, ' ' | '\n') && there.starts_with(['\n', '\r']);
            let before = c == '\n' && text.text[..=at].chars().all(|c| c == '\n');
            if !(there.starts_with(c) || escaped || folded || before) {
                return Err(format!("{c:?} at {at} of {:?} is not at {} of {source:?}", text.text, span.start));
            }
            if span.start < last || span.end < span.start {
                return Err(format!("places run backwards at {at} of {source:?}"));
            }
            last = span.start;
        }
        Ok(())
    }

    fn pieces(of: &'static [&'static [&'static str]]) -> impl Strategy<Value = String> {
        proptest::collection::vec((0..of.len(), any::<usize>()), 1..12)
            .prop_map(move |picks| picks.into_iter().map(|(kind, pick)| of[kind][pick % of[kind].len()]).collect())
    }

    fn both_line_ends(source: &str) -> Result<(), String> {
        holds(source)?;
        holds(&source.replace('\n', "\r\n"))
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn plain_scalars(inside in pieces(&[&WORDS, &FOLDS])) {
            let found = both_line_ends(&format!("k: a{inside}b # c\n"));
            prop_assert!(found.is_ok(), "{found:?}");
        }

        #[test]
        fn single_quoted_scalars(inside in pieces(&[&WORDS, &FOLDS, &["''", "#", ": "]])) {
            let found = both_line_ends(&format!("k: '{inside}'\n"));
            prop_assert!(found.is_ok(), "{found:?}");
        }

        #[test]
        fn double_quoted_scalars(inside in pieces(&[&WORDS, &FOLDS, &ESCAPES])) {
            let found = both_line_ends(&format!("k: \"{inside}\"\n"));
            prop_assert!(found.is_ok(), "{found:?}");
        }

        #[test]
        fn literal_scalars(inside in pieces(&[&WORDS, &LINES]), head in 0..4usize) {
            let head = ["|\n  ", "|-\n  ", "|+\n\n  ", "|2\n   "][head];
            let found = both_line_ends(&format!("k: {head}{inside}\nl: 1\n"));
            prop_assert!(found.is_ok(), "{found:?}");
        }

        #[test]
        fn folded_scalars(inside in pieces(&[&WORDS, &LINES]), head in 0..4usize) {
            let head = [">\n  ", ">-\n  ", ">+\n\n  ", ">2\n   "][head];
            let found = both_line_ends(&format!("k: {head}{inside}\nl: 1\n"));
            prop_assert!(found.is_ok(), "{found:?}");
        }
    }

    #[test]
    fn an_expression_in_a_block_points_into_its_lines() {
        let source = "k: >-\n  ctx.a\n  && bad\n";
        let (text, _) = value(source).unwrap();
        assert_eq!(text.text, "ctx.a && bad");
        let span = text.span_of(9..12);
        assert_eq!(&source[span.start as usize..span.end as usize], "bad");
    }

    #[test]
    fn a_block_of_text_ends_with_its_last_character() {
        for source in ["a: >-\n  x\n  y\nb: 1\n", "a: |\n  x\n\nb: 1\n"] {
            let tree = parse(FileId(0), source, &[], &mut crate::syntax::restart::Restarts::default()).unwrap();
            let root = tree.root.unwrap();
            let node = &root.mapping().unwrap().entries[0].value;
            let span = text(FileId(0), source, node, node.scalar().unwrap()).span;
            assert_eq!(source[..span.end as usize], *source[..source.find("\nb").unwrap()].trim_end(), "{source}");
        }
    }
}
