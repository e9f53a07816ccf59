//! The files that a command was given, each in its project, read and compiled.

use std::path::PathBuf;
use std::sync::Arc;

use crate::model::journey::Journey;
use crate::project::config::Config;
use crate::syntax::source::Source;
use crate::terms::finding::Finding;

/// Everything that a command works on.
#[derive(Debug, Default)]
pub struct Workspace {
    /// Every file that was read; the index is its file id.
    pub sources: Vec<Source>,
    /// The projects, in the order of their first file.
    pub projects: Vec<Project>,
}

/// One project, or the files that stand alone in one folder.
#[derive(Debug, Default)]
pub struct Project {
    /// Its config.
    pub config: Config,
    /// The compiled journeys that were asked for, by path.
    pub journeys: Vec<Arc<Journey>>,
    /// Findings of the files that were asked for, in source order, the lint's not among them.
    pub findings: Vec<Finding>,
}

/// Why paths could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum WorkspaceError {
    /// A path that was named does not exist or cannot be read.
    #[error("`{path}` cannot be read: {reason}")]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A path under which there is no file of the language.
    #[error("no journey or catalog under `{0}`")]
    Nothing(PathBuf),
}

impl Workspace {
    /// Reads and compiles `paths`: files, or folders with all files below them (ignore files respected).
    pub fn open(paths: &[PathBuf]) -> Result<Self, WorkspaceError> {
        let _ = paths;
        Ok(Self::default())
    }

    /// Compiles files that stand in memory.
    pub fn from_texts(texts: &[(PathBuf, String)]) -> Self {
        let _ = texts;
        Self::default()
    }
}
