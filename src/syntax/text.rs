//! A decoded scalar that still knows where each of its bytes was written.

use std::ops::Range;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::terms::span::{FileId, Span};

/// The decoded text of a scalar, or of a part of one, and the source place of each byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What the scalar says after quotes, escapes and folds are undone.
    pub text: SmolStr,
    /// Where all of it stands, quotes included where it is the whole scalar.
    pub span: Span,
    places: Places,
}

/// How bytes of the decoded text lie in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Places {
    /// Byte `i` stands at this offset plus `i`.
    Straight(u32),
    /// Byte `i` stands at the `i`-th offset; one more for the end.
    Table(Arc<[u32]>),
}

impl Text {
    /// Text that stands in the source exactly as decoded, from byte `start` on.
    pub fn straight(text: impl Into<SmolStr>, span: Span, start: u32) -> Self {
        Self { text: text.into(), span, places: Places::Straight(start) }
    }

    /// Text whose byte `i` was written at `offsets[i]`; `offsets` has one entry more, for the end.
    pub fn mapped(text: impl Into<SmolStr>, span: Span, offsets: impl Into<Arc<[u32]>>) -> Self {
        let text: SmolStr = text.into();
        let offsets: Arc<[u32]> = offsets.into();
        debug_assert_eq!(offsets.len(), text.len() + 1, "one place for each byte and one for the end");
        Self { text, span, places: Places::Table(offsets) }
    }

    /// Where the bytes `range` of the decoded text were written; out of range, the whole scalar.
    pub fn span_of(&self, range: Range<usize>) -> Span {
        if range.start > range.end || range.end > self.text.len() {
            return self.span;
        }
        let (start, end) = match &self.places {
            Places::Straight(start) => (start + range.start as u32, start + range.end as u32),
            Places::Table(table) if range.is_empty() => (table[range.start], table[range.start]),
            Places::Table(table) => (table[range.start], table[range.end]),
        };
        Span::new(self.file(), start, end.max(start))
    }

    /// The part `range` of the text, with its places.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Self {
        let span = self.span_of(range.clone());
        let text = SmolStr::new(self.text.get(range.clone()).unwrap_or_default());
        let places = match &self.places {
            Places::Straight(start) => Places::Straight(start + range.start as u32),
            Places::Table(table) => Places::Table(table[range.start..=range.end].into()),
        };
        Self { text, span, places }
    }

    fn file(&self) -> FileId {
        self.span.file
    }
}
