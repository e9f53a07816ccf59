//! What a check is told beside the project.

use crate::lint::versions::earlier::Earlier;
use crate::syntax::source::Source;

/// What a check is told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Circumstances<'a> {
    /// Every file that was read; the index is its file id.
    pub sources: &'a [Source],
    /// The present instant, in milliseconds; without it no rule speaks of the past.
    pub now: Option<i64>,
    /// How many threads may ask; what is found is the same for any number.
    pub threads: usize,
    /// Versions as they were published, beside those that are among the files.
    pub earlier: &'a [Earlier<'a>],
}
