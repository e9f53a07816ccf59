//! A project under examination: what a rule that looks at several files may ask.

use std::cell::OnceCell;

use crate::lint::case::Case;
use crate::lint::circumstances::Circumstances;
use crate::lint::usage::table::Table;
use crate::lint::versions::compared::Versions;
use crate::lint::versions::locked::Locked;
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
    usage: OnceCell<Table<'a>>,
    versions: OnceCell<Versions<'a>>,
    locked: OnceCell<Locked<'a>>,
}

impl<'a> Whole<'a> {
    /// The project with its journeys.
    pub const fn new(project: &'a Project, cases: &'a [Case<'a>], circumstances: &'a Circumstances<'a>) -> Self {
        Self {
            project,
            cases,
            circumstances,
            usage: OnceCell::new(),
            versions: OnceCell::new(),
            locked: OnceCell::new(),
        }
    }

    /// Who declares and uses what; computed when it is first asked for.
    pub fn usage(&self) -> &Table<'a> {
        self.usage.get_or_init(|| Table::of(self.project, self.circumstances.sources))
    }

    /// Its journeys beside their other versions; compared when they are first asked for.
    pub fn versions(&self) -> &Versions<'a> {
        self.versions.get_or_init(|| Versions::of(self.project, self.circumstances))
    }

    /// Its journeys beside its lock; held against it when that is first asked for.
    pub fn locked(&self) -> &Locked<'a> {
        self.locked.get_or_init(|| Locked::of(self.project, self.circumstances))
    }
}
