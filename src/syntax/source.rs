//! The text of one file, and where its lines begin.

use std::path::PathBuf;

use crate::terms::span::{FileId, Span};

/// One file that was read.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its id in this compilation.
    pub id: FileId,
    /// Its path as people know it; `-` for standard input.
    pub path: PathBuf,
    /// Its text as it stands, a BOM and CRLF included.
    pub text: String,
    lines: Vec<u32>,
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
        let starts = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at as u32 + 1);
        let lines = std::iter::once(0).chain(starts).collect();
        Self { id, path: path.into(), text, lines }
    }

    /// The line and column of a byte; past the end, those of the end. A BOM takes no column.
    pub fn place(&self, byte: u32) -> Place {
        let byte = (byte as usize).min(self.text.len());
        let line = self.lines.partition_point(|&start| start as usize <= byte);
        let start = self.lines[line - 1] as usize;
        let before = self.text.get(start..byte).unwrap_or_default();
        let column = before.chars().filter(|&c| c != '\u{feff}').count() + 1;
        Place { line, column }
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
