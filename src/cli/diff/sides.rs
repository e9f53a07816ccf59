//! Both sides of a comparison: opened, free of errors, and which journeys of each are meant.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use smol_str::SmolStr;

use crate::cli::diff::asked::Asked;
use crate::cli::failure::Failure;
use crate::cli::judging;
use crate::cli::threads::Threads;
use crate::diff::comparison::Journeys;
use crate::project::base::Base;
use crate::project::opening::Opening;
use crate::project::subject::Subject;
use crate::project::workspace::{FileKind, Workspace};
use crate::terms::span::FileId;

const UNDONE: &str = "nothing was compared";

/// Both sides.
pub struct Sides {
    /// What people are on.
    pub old: Workspace,
    /// What they would move to.
    pub new: Workspace,
    /// Which files of the old side are meant by themselves; others only where the new side has their journey.
    meant: Option<BTreeSet<FileId>>,
    /// Whether single files of the new side were named, beside which others may stand.
    in_part: bool,
}

impl Sides {
    /// Opens what is asked for. Absent where a side has errors of the language, which were then told.
    pub fn open(asked: &Asked<'_>) -> anyhow::Result<Option<Self>> {
        let in_part = match asked {
            Asked::Pair(_, new) => !new.is_dir(),
            Asked::Against(_, paths) => paths.iter().any(|path| !path.is_dir()),
        };
        let opening = Opening { threads: Threads::default().count(), ..Opening::default() };
        let sides = match asked {
            Asked::Pair(old, new) => Self {
                old: judging::open(std::slice::from_ref(*old), opening)?,
                new: judging::open(std::slice::from_ref(*new), opening)?,
                meant: None,
                in_part,
            },
            Asked::Against(rev, paths) => Self { in_part, ..against(rev, paths, opening)? },
        };
        let counts = |file| sides.counts(file);
        let broken = judging::has_errors_in(&sides.old, UNDONE, &counts)
            || judging::has_errors_in(&sides.new, UNDONE, &|_| true);
        Ok(if broken { None } else { Some(sides) })
    }

    /// The journeys of the old side.
    pub fn olds(&self) -> Journeys<'_> {
        let new = self.new_ids();
        let counts =
            |subject: &Subject<'_>| self.is_meant(subject.journey.file) || new.contains(&subject.journey.id.value);
        Journeys::of(asked_for(&self.old).filter(counts), &self.old.sources)
    }

    /// The journeys of the new side.
    pub fn news(&self) -> Journeys<'_> {
        Journeys::of(asked_for(&self.new), &self.new.sources)
    }

    /// Whether the whole project of the new side is compared, so that nothing of it is left out.
    pub fn is_whole(&self) -> bool {
        !self.in_part && self.new.projects.iter().all(|project| project.others.is_empty())
    }

    fn is_meant(&self, file: FileId) -> bool {
        self.meant.as_ref().is_none_or(|meant| meant.contains(&file))
    }

    fn new_ids(&self) -> BTreeSet<SmolStr> {
        asked_for(&self.new).map(|subject| subject.journey.id.value.clone()).collect()
    }

    /// Whether what is wrong in a file of the old side keeps it from being compared.
    fn counts(&self, file: FileId) -> bool {
        let files = self.old.projects.iter().flat_map(|project| &project.files);
        let kind = files.into_iter().find(|it| it.id == file).map(|it| &it.kind);
        match kind {
            Some(FileKind::Journey(id)) => self.is_meant(file) || self.new_ids().contains(id),
            Some(FileKind::Scenarios(_) | FileKind::Unknown) => self.is_meant(file),
            Some(FileKind::Catalog(_)) | None => true,
        }
    }
}

/// Today beside where the histories parted.
fn against(rev: &str, paths: &[PathBuf], opening: Opening) -> anyhow::Result<Sides> {
    let failure = |error: crate::project::workspace::WorkspaceError| Failure::new(error.to_string(), error.help());
    let base = Base::open(rev, paths, opening).map_err(failure)?;
    let left: Vec<PathBuf> = paths.iter().filter(|path| !base.is_gone(path)).cloned().collect();
    let new = if left.is_empty() && !paths.is_empty() {
        Workspace::default()
    } else {
        match Workspace::open_as(&left, opening) {
            // Everything that was there may be gone.
            Err(crate::project::workspace::WorkspaceError::Nothing(_)) if !base.workspace.projects.is_empty() => {
                Workspace::default()
            }
            opened => opened.map_err(failure)?,
        }
    };
    Ok(Sides { old: base.workspace, new, meant: Some(base.meant), in_part: !paths.is_empty() })
}

/// The journeys that were asked for.
fn asked_for(workspace: &Workspace) -> impl Iterator<Item = Subject<'_>> {
    workspace.projects.iter().flat_map(Subject::asked)
}

/// Why two sides without a common journey cannot be compared; absent where they are folders, whose journeys came and
/// went.
pub fn nothing_shared(asked: &Asked<'_>, olds: &Journeys<'_>, news: &Journeys<'_>) -> Option<Failure> {
    let Asked::Pair(old, new) = asked else { return None };
    let is_shared = news.newest.keys().any(|id| olds.newest.contains_key(id));
    let is_one = |side: &Journeys<'_>| side.newest.len() <= 1;
    let is_empty = olds.newest.is_empty() || news.newest.is_empty();
    if is_shared || !(is_empty || is_one(olds) && is_one(news)) {
        return None;
    }
    let ids = |side: &Journeys<'_>, path: &Path| {
        if side.newest.is_empty() {
            return format!("`{}` has no journey", path.display());
        }
        let names: Vec<String> = side.newest.keys().map(|id| format!("`{id}`")).collect();
        format!("`{}` has {}", path.display(), names.join(", "))
    };
    let message = format!("there is nothing to compare: {}, {}", ids(olds, old), ids(news, new));
    let help = if is_empty {
        "name two versions of one journey"
    } else {
        "name two versions of one journey: whoever is on one id does not move to another, so give it back its id"
    };
    Some(Failure::new(message, help))
}
