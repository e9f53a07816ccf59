//! Places of a picture's parts as people find them: file, line and column.

use std::collections::BTreeMap;

use crate::model::journey::Journey;
use crate::picture::element::Element;
use crate::picture::places;
use crate::syntax::source::Source;

/// Where something is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The file, as a command can name it.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in Unicode scalar values.
    pub column: usize,
}

/// The place of each part of a picture that has one.
pub type Places = BTreeMap<Element, Written>;

/// The places of `journey` in the files that it was compiled from.
pub fn written(journey: &Journey, sources: &[Source]) -> Places {
    let all = places::places(journey).into_iter();
    let resolved = all.filter_map(|(element, span)| {
        let source = sources.get(span.file.0 as usize)?;
        let place = source.place(span.start);
        let file = source.path.display().to_string();
        Some((element, Written { file, line: place.line, column: place.column }))
    });
    resolved.collect()
}
