//! Files as they were read, and what was found in them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::lint::allow::Silenced;
use crate::lint::levels::Judged;
use crate::project::workspace::{Meant, Workspace};
use crate::syntax::source::{Place, Source};
use crate::terms::span::{FileId, Span};

/// Texts by the path of the file in whose place they stand.
pub type Texts = BTreeMap<PathBuf, String>;

/// What was read, and every finding of it that is shown.
#[derive(Debug, Default)]
pub struct Look {
    /// The files.
    pub workspace: Workspace,
    /// The findings, in source order.
    pub judged: Vec<Judged>,
    /// What comments allow, in source order.
    pub silenced: Vec<Silenced>,
    /// How many questions about values were left open.
    pub open: usize,
}

impl Look {
    /// A file.
    pub fn source(&self, file: FileId) -> Option<&Source> {
        self.workspace.sources.get(file.0 as usize)
    }

    /// The path of a file as people know it.
    pub fn path(&self, file: FileId) -> &Path {
        self.source(file).map_or(Path::new(""), |source| &source.path)
    }

    /// `path:line:column` of where a span begins.
    pub fn place(&self, span: Span) -> String {
        let Place { line, column } =
            self.source(span.file).map_or(Place { line: 1, column: 1 }, |it| it.place(span.start));
        format!("{}:{line}:{column}", self.path(span.file).display())
    }

    /// Whether the command means the file, which then may be changed.
    pub fn is_asked(&self, file: FileId) -> bool {
        self.meant().any(|meant| meant == file) && self.source(file).is_some_and(Source::is_text)
    }

    /// The text of the file at `path`, if it is one.
    pub fn text(&self, path: &Path) -> Option<&str> {
        let source = self.workspace.sources.iter().find(|source| source.path == path && source.is_text())?;
        Some(&source.text)
    }

    /// The paths of the files that the command means.
    pub fn asked(&self) -> impl Iterator<Item = PathBuf> {
        self.meant().map(|file| self.path(file).to_owned())
    }

    fn meant(&self) -> impl Iterator<Item = FileId> {
        self.workspace.projects.iter().flat_map(|project| {
            let files = project.files.iter().filter(|file| file.asked).map(|file| file.id);
            files.chain(project.config_file.filter(|_| project.config_meant != Meant::No))
        })
    }
}
