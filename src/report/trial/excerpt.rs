//! The lines of a test that matter, with what was expected underlined.

use annotate_snippets::{AnnotationKind, Group, Level};

use crate::report::findings::excerpt::{Mark, excerpt, origin};
use crate::report::findings::places::Places;
use crate::report::findings::text::{WIDE, drawn};
use crate::report::paint::Paint;
use crate::syntax::source::Source;
use crate::terms::span::Span;
use crate::trial::verdict::Failure;

/// Where what happened and what was expected stand; nothing where their file is not there.
pub fn render(failure: &Failure, sources: &[Source], paint: Paint) -> String {
    let mut places = Places::new(sources);
    let first = failure.mismatches.first().map_or(failure.span, |mismatch| mismatch.span);
    let Some(source) = places.source(first.file) else { return String::new() };
    let seen = failure.item.into_iter().chain([failure.span]).map(|span| Span::new(span.file, span.start, span.start));
    let seen = seen.map(|span| (AnnotationKind::Visible, span));
    let wrong = failure.mismatches.iter().map(|mismatch| (AnnotationKind::Primary, mismatch.span));
    let marks: Vec<Mark<'_>> = seen
        .chain(wrong)
        .filter(|(_, span)| span.file == source.id)
        .map(|(kind, span)| Mark { span, label: "", kind })
        .collect();
    let group = || Group::with_level(Level::ERROR);
    let place = group().element(origin(source, first, &mut places));
    drawn(vec![place, group().element(excerpt(source, &marks, &mut places, WIDE))], paint)
}
