//! What a check found, as all formats take it.

use crate::lint::allow::Silenced;
use crate::lint::levels::Judged;
use crate::report::findings::count::Count;
use crate::syntax::source::Source;
use crate::terms::span::FileId;

/// What a check found.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// The findings, in source order.
    pub judged: &'a [Judged],
    /// What a baseline knows and hides, likewise; absent where there is none.
    pub known: Option<&'a [Judged]>,
    /// What comments allow, in source order.
    pub silenced: &'a [Silenced],
    /// Every file that was read, by its id.
    pub sources: &'a [Source],
    /// The files that were asked for.
    pub files: &'a [FileId],
    /// What it comes to.
    pub count: Count,
    /// Whether warnings fail the check.
    pub deny_warnings: bool,
}
