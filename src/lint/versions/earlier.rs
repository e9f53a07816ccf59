//! A version of a journey that a check is told of beside its own files.

use crate::project::subject::Subject;
use crate::syntax::source::Source;

/// A version as it was published: what stood in a commit, or wherever else it is at hand.
#[derive(Clone, Debug)]
pub struct Earlier<'a> {
    /// It, compiled and as written.
    pub subject: Subject<'a>,
    /// The files that it was read from, by their ids: others than those of the check, so that no finding points there.
    pub sources: &'a [Source],
}
