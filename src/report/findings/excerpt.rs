//! The lines of one file that something is said about, with their places marked and named.

use std::collections::BTreeSet;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Origin, Snippet};

use crate::report::findings::cut::Cut;
use crate::report::findings::places::Places;
use crate::report::paint::Tame;
use crate::syntax::source::Source;
use crate::terms::span::Span;

/// Of a place over many lines so many are drawn from its first on, and as many up to its last.
const EDGE: usize = 4;

/// A place that is marked.
#[derive(Clone, Copy, Debug)]
pub struct Mark<'f> {
    /// Where.
    pub span: Span,
    /// What stands there; empty where it is said elsewhere.
    pub label: &'f str,
    /// Whether it is the one that is meant.
    pub kind: AnnotationKind,
}

/// The lines of `source` on which `marks` stand, those of more than `most` columns cut.
pub fn excerpt(
    source: &Source,
    marks: &[Mark<'_>],
    places: &mut Places<'_>,
    most: usize,
) -> Snippet<'static, Annotation<'static>> {
    let spots: Vec<Placed> = marks.iter().map(|mark| place(source, mark.span, places)).collect();
    let lines = lines(&spots);
    let first = lines.first().copied().unwrap_or(1);
    let (mut cut, mut next) = (Cut::new(most), first);
    for line in lines {
        cut.skip(line - next);
        cut.line(source, line, &spots.iter().filter_map(|place| place.on(line)).collect::<Vec<_>>());
        next = line + 1;
    }
    let annotation = |(mark, place): (&Mark<'_>, &Placed)| {
        let label = Some(Tame(mark.label).to_string()).filter(|label| !label.is_empty());
        mark.kind.span(cut.at(place.start)..cut.at(place.end)).label(label)
    };
    let annotations: Vec<_> = marks.iter().zip(&spots).map(annotation).collect();
    Snippet::source(cut.text).line_start(first).annotations(annotations)
}

/// Where `span` begins: the path, the line and the column.
pub fn origin(source: &Source, span: Span, places: &mut Places<'_>) -> Origin<'static> {
    let (place, _) = places.of(span);
    let path = Tame(&source.path.to_string_lossy()).to_string();
    Origin::path(path).line(place.line).char_column(place.column)
}

/// Those that are drawn, and maybe more.
fn lines(spots: &[Placed]) -> BTreeSet<usize> {
    let mut lines = BTreeSet::new();
    for place in spots {
        lines.extend(place.first..=place.last.min(place.first + EDGE));
        lines.extend(place.last.saturating_sub(EDGE).max(place.first)..=place.last);
    }
    // A line between two that are drawn is drawn too.
    let between: Vec<usize> = lines.iter().filter(|line| lines.contains(&(*line + 2))).map(|line| line + 1).collect();
    lines.extend(between);
    lines
}

/// A place by its first and last line, and its bytes.
#[derive(Clone, Copy, Debug)]
struct Placed {
    first: usize,
    last: usize,
    start: usize,
    end: usize,
}

impl Placed {
    /// What must be seen of it on a line: all, or where it begins or ends.
    fn on(&self, line: usize) -> Option<Range<usize>> {
        match (self.first == line, self.last == line) {
            (true, true) => Some(self.start..self.end),
            (true, false) => Some(self.start..self.start),
            (false, true) => Some(self.end..self.end),
            (false, false) => None,
        }
    }
}

fn place(source: &Source, span: Span, places: &mut Places<'_>) -> Placed {
    let said = source.slice(span);
    // A place that goes to the end of its line goes not to the next one.
    let end = span.end.max(span.start) - (said.len() - said.trim_end_matches(['\n', '\r']).len()) as u32;
    let (first, last) = places.of(Span::new(span.file, span.start, end));
    let within = |line: usize, byte: u32| {
        let range = source.line(line);
        source.text.floor_char_boundary(byte as usize).clamp(range.start, range.end)
    };
    let (start, end) = (within(first.line, span.start), within(last.line, end));
    Placed { first: first.line, last: last.line, start, end: end.max(start) }
}
