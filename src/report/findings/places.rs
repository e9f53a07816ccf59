//! Lines and columns of many places, in one pass where they come in order.

use crate::syntax::source::{Place, Source};
use crate::terms::span::{FileId, Span};

/// Where bytes stand. A line of a megabyte is counted once, not once for each finding on it.
#[derive(Clone, Copy, Debug)]
pub struct Places<'s> {
    sources: &'s [Source],
    last: Option<(FileId, u32, Place)>,
}

impl<'s> Places<'s> {
    /// Of files by their ids.
    pub const fn new(sources: &'s [Source]) -> Self {
        Self { sources, last: None }
    }

    /// A file, where it is there.
    pub fn source(&self, file: FileId) -> Option<&'s Source> {
        self.sources.get(file.0 as usize)
    }

    /// The first and the last place of `span`; the beginning, where its file is not there.
    pub fn of(&mut self, span: Span) -> (Place, Place) {
        (self.place(span.file, span.start), self.place(span.file, span.end.max(span.start)))
    }

    fn place(&mut self, file: FileId, byte: u32) -> Place {
        let Some(source) = self.source(file) else { return Place { line: 1, column: 1 } };
        let byte = source.text.floor_char_boundary(byte as usize) as u32;
        let place = match self.last {
            Some((known, before, place)) if known == file && before > 0 && before <= byte => {
                let between = source.text.get(before as usize..byte as usize).unwrap_or_default();
                if between.len() < FAR || !between.contains('\n') { onward(place, between) } else { source.place(byte) }
            }
            _ => source.place(byte),
        };
        self.last = Some((file, byte, place));
        place
    }
}

/// From this many bytes on a look at the table of lines is quicker, if there are lines between.
const FAR: usize = 256;

/// The place after `between`, which begins at `place`.
fn onward(place: Place, between: &str) -> Place {
    let lines = between.bytes().filter(|&byte| byte == b'\n').count();
    match between.rfind('\n') {
        None => Place { line: place.line, column: place.column + between.chars().count() },
        Some(at) => {
            Place { line: place.line + lines, column: between.get(at + 1..).unwrap_or_default().chars().count() + 1 }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Places;
    use crate::syntax::source::Source;
    use crate::terms::span::{FileId, Span};

    #[test]
    fn in_any_order_places_are_those_of_the_source() {
        let text = "\u{feff}é: 1\r\n  b: 全角 e\u{301}\n\n".to_owned() + &*"long ü ".repeat(60) + "\nend: 🎉\n";
        let sources = [Source::new(FileId(0), "a.yaml", text.clone()), Source::new(FileId(1), "b.yaml", text)];
        let mut places = Places::new(&sources);
        let length = sources[0].text.len() as u32 + 2;
        for step in 1..length {
            for start in (0..length).step_by(step as usize) {
                let file = FileId(start % 2);
                let span = Span::new(file, start, start + step);
                let source = &sources[file.0 as usize];
                assert_eq!(places.of(span), (source.place(span.start), source.place(span.end)), "{span:?}");
            }
        }
        let gone = places.of(Span::new(FileId(7), 3, 4));
        assert_eq!((gone.0.line, gone.1.column), (1, 1));
    }
}
