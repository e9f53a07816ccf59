//! What stood where two histories parted: the journeys of the merge base, read from git's objects, never checked out.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::project::around::around;
use crate::project::discovery::Discovery;
use crate::project::disk::Disk;
use crate::project::files::{Files as _, Tree, or_here, plain};
use crate::project::git::commit::Commit;
use crate::project::git::process::Refusal;
use crate::project::git::repository::{self, Repository};
use crate::project::opening::{Opening, open_all};
use crate::project::workspace::{Workspace, WorkspaceError};
use crate::terms::span::FileId;

/// What stood where the history of a commit and that of `HEAD` parted.
#[derive(Debug, Default)]
pub struct Base {
    /// The projects of the paths, with all of their journeys: one may have stood elsewhere than it does today.
    pub workspace: Workspace,
    /// The files that the paths mean.
    pub meant: BTreeSet<FileId>,
    /// The paths that stood there and are not there today.
    gone: BTreeSet<PathBuf>,
}

impl Base {
    /// Reads what stood at `paths` where the history of `rev` and that of `HEAD` parted; without paths, the project
    /// around the current folder. A path at which nothing stood is none.
    pub fn open(rev: &str, paths: &[PathBuf], opening: Opening) -> Result<Self, WorkspaceError> {
        // What a commit is called is advised as an argument would call it.
        let refused = |Refusal { reason, help }| WorkspaceError::NoBase {
            rev: rev.to_owned(),
            reason,
            help: help.replace("`git:", "`"),
        };
        if rev.is_empty() {
            return Err(refused(Refusal::new(
                "it names no commit",
                "name a branch, a tag or a commit: `--against main`",
            )));
        }
        let repository = Repository::around().map_err(refused)?;
        let base = repository.base(rev).map_err(refused)?;
        let commit = Commit::of(&repository, base.name, base.ids);
        let rooted = paths.iter().map(|path| Ok((path, rooted(&repository, path)?)));
        let rooted = rooted.collect::<Result<Vec<_>, WorkspaceError>>()?;
        let mut base = Self::default();
        let mut discovery = Discovery::new(&commit);
        for folder in folders(&commit, &repository.here, &rooted) {
            match discovery.ask(&folder) {
                Err(WorkspaceError::Nothing(_)) => {}
                asked => asked?,
            }
        }
        open_all(&mut base.workspace, &commit, discovery, opening)?;
        base.meant = meant(&base.workspace, &commit, &rooted);
        let is_gone = |(path, root): &&(&PathBuf, PathBuf)| stands(&commit, root) && !stands(&Disk, path);
        base.gone = rooted.iter().filter(is_gone).map(|(path, _)| PathBuf::clone(path)).collect();
        Ok(base)
    }

    /// Whether something stood at `path`, and nothing stands there today.
    pub fn is_gone(&self, path: &Path) -> bool {
        self.gone.contains(path)
    }
}

fn stands(tree: &dyn Tree, path: &Path) -> bool {
    tree.is_file(path) || tree.is_folder(path)
}

/// Where journeys are looked for: in the projects around the paths, and at the paths themselves.
fn folders(commit: &Commit<'_>, here: &Path, paths: &[(&PathBuf, PathBuf)]) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    if paths.is_empty() {
        folders.extend(around(commit, here));
    }
    for (_, path) in paths {
        let is_folder = commit.is_folder(path) || Disk.is_folder(path);
        let folder = if is_folder { path } else { path.parent().unwrap_or(path) };
        folders.extend(around(commit, folder));
        folders.push(path.clone());
    }
    folders.retain(|folder| stands(commit, folder));
    folders
}

/// The files at or below the paths; all where there are none.
fn meant(workspace: &Workspace, commit: &Commit<'_>, paths: &[(&PathBuf, PathBuf)]) -> BTreeSet<FileId> {
    let shown: Vec<PathBuf> = paths.iter().map(|(_, path)| commit.shown(path)).collect();
    let root = commit.shown(Path::new(""));
    let is_meant = |path: &Path| {
        let below = |shown: &PathBuf| *shown == root || path.starts_with(shown);
        shown.is_empty() || shown.iter().any(below)
    };
    workspace.sources.iter().filter(|source| is_meant(&source.path)).map(|source| source.id).collect()
}

/// `path`, as the current folder knows it, as seen from the root of the repository.
fn rooted(repository: &Repository, path: &Path) -> Result<PathBuf, WorkspaceError> {
    let outside = || WorkspaceError::Unreadable {
        path: path.to_owned(),
        reason: "it lies outside the repository".to_owned(),
        help: "name files and folders of the repository that the command is run in".to_owned(),
    };
    let seen = if path.is_absolute() {
        let top = repository::top().ok_or_else(outside)?;
        let real = Disk.real(path).or_else(|_| beside(path)).map_err(|_| outside())?;
        real.strip_prefix(top).map_err(|_| outside())?.to_owned()
    } else {
        plain(&repository.here.join(path))
    };
    if seen.components().next() == Some(Component::ParentDir) { Err(outside()) } else { Ok(seen) }
}

/// The path without links of what is not there, in a folder that is.
fn beside(path: &Path) -> Result<PathBuf, String> {
    let folder = Disk.real(or_here(path.parent().unwrap_or(path)))?;
    Ok(path.file_name().map_or_else(|| folder.clone(), |name| folder.join(name)))
}
