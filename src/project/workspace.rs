//! What a command works on: the files that it was given, each in its project, read and compiled.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::model::journey::Journey;
use crate::model::unread::Unread;
use crate::model::uses::Uses;
use crate::project::config::Config;
use crate::syntax::document::Document;
use crate::syntax::scenarios::ScenariosDocument;
use crate::syntax::source::Source;
use crate::terms::finding::Finding;
use crate::terms::rule::RuleName;
use crate::terms::span::{FileId, Span};

/// Everything that a command works on.
#[derive(Debug, Default)]
pub struct Workspace {
    /// Every file that was read; the index is its file id.
    pub sources: Vec<Source>,
    /// The projects, in the order of their first file.
    pub projects: Vec<Project>,
    /// What lies in folders that a command means and could not be read.
    pub unreadable: Vec<WorkspaceError>,
}

/// One project, or the files that stand alone in one folder.
#[derive(Debug, Default)]
pub struct Project {
    /// Its config.
    pub config: Config,
    /// Its `wayfare.toml`.
    pub config_file: Option<FileId>,
    /// Whether the command means that.
    pub config_meant: Meant,
    /// Its `wayfare.lock`, as it is written; [`crate::project::lock::book::Lock::read`] says what it says.
    pub lock: Option<FileId>,
    /// Its files of the language that were read, by path.
    pub files: Vec<ProjectFile>,
    /// What those say that could be read, in the same order.
    pub documents: Vec<Arc<Document>>,
    /// The compiled journeys that were asked for, by path.
    pub journeys: Vec<Arc<Journey>>,
    /// The compiled journeys of the project that were not, by path.
    pub others: Vec<Arc<Journey>>,
    /// The compiled journeys that only tests name, by path: each goes together with the catalogs of the project alone.
    pub guests: Vec<Arc<Journey>>,
    /// The tests that were asked for, by path.
    pub scenarios: Vec<ScenarioFile>,
    /// What faults leave unknown of the structure of each journey; one that is not there cannot be asked about it.
    pub unread: BTreeMap<FileId, Unread>,
    /// What the expressions of each journey use.
    pub uses: BTreeMap<FileId, Uses>,
    /// Every error of the language, those of files that nobody asked for among them.
    pub faults: Vec<(RuleName, Span)>,
    /// The files that have one on which a run may depend.
    pub unsound: BTreeSet<FileId>,
    /// The files whose findings are shown: those that were asked for, and the config, catalogs and schemas that they use.
    pub reported: BTreeSet<FileId>,
    /// Findings of the files that were asked for, in source order, the lint's not among them.
    pub findings: Vec<Finding>,
}

impl Project {
    /// Whether every test of the project was asked for.
    pub fn has_its_tests(&self) -> bool {
        self.files.iter().all(|file| file.asked || !matches!(file.kind, FileKind::Scenarios(_)))
    }
}

/// Whether a command means a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meant {
    /// It does not.
    #[default]
    No,
    /// It means a folder or project around it.
    Around,
    /// It names it.
    Named,
}

/// A file of tests, and where the files are that it speaks of.
#[derive(Clone, Debug)]
pub struct ScenarioFile {
    /// What it says.
    pub document: ScenariosDocument,
    /// The file of the journey that it tests; absent where there is none, which is a finding.
    pub tested: Option<FileId>,
    /// The files that its tests name, as they name them.
    pub named: BTreeMap<SmolStr, FileId>,
}

/// A file of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectFile {
    /// Its id.
    pub id: FileId,
    /// Whether the command means it, itself or by a folder.
    pub asked: bool,
    /// What it is.
    pub kind: FileKind,
}

/// What a file says that it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A journey, with its id.
    Journey(SmolStr),
    /// A catalog, with its id.
    Catalog(SmolStr),
    /// Tests of the journey of this id.
    Scenarios(SmolStr),
    /// Nothing that could be read.
    Unknown,
}

impl ScenarioFile {
    /// The files of all journeys that it speaks of.
    pub fn journeys(&self) -> impl Iterator<Item = FileId> {
        self.tested.into_iter().chain(self.named.values().copied())
    }
}

/// Why paths could not be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorkspaceError {
    /// A path that was named does not exist or cannot be read.
    #[error("`{path}` cannot be read: {reason}")]
    Unreadable {
        /// The path, as a command names it.
        path: PathBuf,
        /// Why.
        reason: String,
        /// What to do next.
        help: String,
    },
    /// Today cannot be compared with a commit.
    #[error("nothing can be compared with `{rev}`: {reason}")]
    NoBase {
        /// The commit, as a command names it.
        rev: String,
        /// Why.
        reason: String,
        /// What to do next.
        help: String,
    },
    /// A path under which there is no file of the language.
    #[error("no journey or catalog under `{0}`")]
    Nothing(PathBuf),
}

impl WorkspaceError {
    /// What to do next.
    pub fn help(&self) -> &str {
        match self {
            Self::Unreadable { help, .. } | Self::NoBase { help, .. } => help,
            Self::Nothing(_) => "a file of the language ends in `.yaml` or `.yml` and begins with `wayfare: 1`",
        }
    }
}
