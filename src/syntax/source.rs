//! The text of one file, and where its lines begin.

use std::ops::Range;
use std::path::PathBuf;

use memchr::memchr_iter;

use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::{FileId, Span};

/// Files from this many bytes on are not read.
const MAX_BYTES: usize = 256 * 1024 * 1024;

/// One file that was read.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its id in this compilation.
    pub id: FileId,
    /// Its path as people know it; `<stdin>` for standard input.
    pub path: PathBuf,
    /// Its text as it stands, a BOM and CRLF included.
    pub text: String,
    lines: Vec<u32>,
    /// Whether `text` is what the file says; where not, it is only good to be shown.
    is_text: bool,
}

/// A place for people: both from 1, columns in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Source {
    /// Takes `text` as the content of `path`.
    pub fn new(id: FileId, path: impl Into<PathBuf>, text: String) -> Self {
        let starts = memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1);
        let lines = std::iter::once(0).chain(starts).collect();
        Self { id, path: path.into(), text, lines, is_text: true }
    }

    /// Takes the bytes of `path`. Where they are no text there is a finding, and the source can be shown but not read:
    /// each byte that is not UTF-8 is shown as `?`, so that every other byte keeps its place.
    pub fn decode(id: FileId, path: impl Into<PathBuf>, bytes: Vec<u8>) -> (Self, Vec<Finding>) {
        if bytes.len() >= MAX_BYTES {
            let finding = Finding::new(rule::YAML_SYNTAX, Span::new(id, 0, 0), "a file of more than 256 MiB");
            let source = Self { is_text: false, ..Self::new(id, path, String::new()) };
            return (source, vec![finding.help("split it into several files")]);
        }
        let (bytes, at) = match String::from_utf8(bytes) {
            Ok(text) => return (Self::new(id, path, text), Vec::new()),
            Err(error) => (error.as_bytes().to_vec(), error.utf8_error().valid_up_to()),
        };
        let byte = bytes.get(at).copied().unwrap_or_default();
        let message = format!("the byte 0x{byte:02X} is not UTF-8");
        let finding = Finding::new(rule::YAML_SYNTAX, Span::new(id, at as u32, at as u32 + 1), message);
        let source = Self { is_text: false, ..Self::new(id, path, shown(&bytes)) };
        (source, vec![finding.help("save the file as UTF-8")])
    }

    /// The file at `path`, of which nothing could be read.
    pub fn unread(id: FileId, path: impl Into<PathBuf>) -> Self {
        Self { is_text: false, ..Self::new(id, path, String::new()) }
    }

    /// Whether the text is what the file says.
    pub const fn is_text(&self) -> bool {
        self.is_text
    }

    /// The line and column of a byte; past the end, those of the end. A BOM takes no column.
    pub fn place(&self, byte: u32) -> Place {
        let byte = self.text.floor_char_boundary(byte as usize);
        let line = self.lines.partition_point(|&start| start as usize <= byte);
        Place { line, column: self.columns(self.lines[line - 1] as usize, byte) + 1 }
    }

    /// How many columns the text from `start` to `end` takes; both are at characters.
    pub fn columns(&self, start: usize, end: usize) -> usize {
        let said = self.text.get(start..end).unwrap_or_default();
        let said = if start == 0 { said.strip_prefix('\u{feff}').unwrap_or(said) } else { said };
        said.chars().count()
    }

    /// The bytes of a line, from 1, without its break and a BOM; past the last, those of the end.
    pub fn line(&self, number: usize) -> Range<usize> {
        let Some(&start) = self.lines.get(number.saturating_sub(1)) else { return self.text.len()..self.text.len() };
        let next = self.lines.get(number).map_or(self.text.len(), |&next| next as usize - 1);
        let said = self.text.get(start as usize..next).unwrap_or_default();
        let mark = if start == 0 && said.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        start as usize + mark..next - usize::from(said.ends_with('\r'))
    }

    /// The bytes that `span` covers; empty where it does not fit.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The number of lines.
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }
}

fn shown(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Place, Source};
    use crate::terms::span::FileId;

    #[test]
    fn places_count_characters_and_not_the_byte_order_mark() {
        let source = Source::new(FileId(0), "a.yaml", "\u{feff}é: 1\r\nb: 2".to_owned());
        assert_eq!(source.place(3), Place { line: 1, column: 1 });
        assert_eq!(source.place(5), Place { line: 1, column: 2 });
        assert_eq!(source.place(10), Place { line: 2, column: 1 });
        let inside = Source::new(FileId(0), "a.yaml", "a\u{feff}b".to_owned());
        assert_eq!(inside.place(4), Place { line: 1, column: 3 });
    }

    #[test]
    fn a_line_has_neither_its_break_nor_the_byte_order_mark() {
        let source = Source::new(FileId(0), "a.yaml", "\u{feff}é: 1\r\n\nb: 2".to_owned());
        let lines: Vec<&str> = (1..=4).map(|number| &source.text[source.line(number)]).collect();
        assert_eq!(lines, ["é: 1", "", "b: 2", ""]);
        let source = Source::new(FileId(0), "a.yaml", String::new());
        assert_eq!(source.line(1), 0..0);
    }

    #[test]
    fn bytes_that_are_no_text_keep_the_places_of_the_others() {
        let (source, findings) = Source::decode(FileId(0), "a.yaml", b"a: \xff\xfe\nb: 2".to_vec());
        assert_eq!(source.text, "a: ??\nb: 2");
        assert!(!source.is_text());
        assert_eq!((findings[0].span.start, findings[0].span.end), (3, 4));
        let (source, findings) = Source::decode(FileId(0), "a.yaml", "ü: 1".into());
        assert!(source.is_text() && findings.is_empty());
    }
}
