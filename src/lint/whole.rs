//! A project under examination: what a rule that looks at several files may ask.

use crate::lint::case::Case;
use crate::lint::circumstances::Circumstances;
use crate::project::workspace::Project;

/// A project.
pub struct Whole<'a> {
    /// Its files, and what was read from them.
    pub project: &'a Project,
    /// Its journeys of which something can be asked, by path; those that nobody asked for and those that only tests name
    /// among them.
    pub cases: &'a [Case<'a>],
    /// What the check was told.
    pub circumstances: &'a Circumstances<'a>,
}
