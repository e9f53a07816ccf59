//! The locks of the projects that a command means: read where they stand, written as a whole or not at all.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::cli::draft::Draft;
use crate::cli::failure::{Failure, reason};
use crate::project::around::config_around;
use crate::project::disk::Disk;
use crate::project::lock::book::{LOCK, Lock};
use crate::project::lock::read::LockFault;
use crate::project::workspace::{Project, Workspace};
use crate::terms::span::FileId;

/// The locks, each by its path.
#[derive(Debug, Default)]
pub struct Books(pub BTreeMap<PathBuf, Book>);

/// A lock.
#[derive(Debug, Default)]
pub struct Book {
    /// What it says, with what is added to it.
    pub lock: Lock,
    /// Whether something was added to it.
    pub is_changed: bool,
}

impl Books {
    /// The lock in which a journey of `project`, read from `file`, is recorded: it stands beside the config, or where
    /// there is none beside the journey; with its path. For a journey of a commit it is that of the project of today.
    pub fn of(
        &mut self,
        (workspace, project): (&Workspace, &Project),
        file: FileId,
    ) -> anyhow::Result<(PathBuf, &mut Book)> {
        let source = workspace.sources.get(file.0 as usize).map(|source| source.path.as_path());
        let source = source.unwrap_or(Path::new(""));
        let is_past = source.as_os_str().as_encoded_bytes().starts_with(b"git:");
        let folder = match &project.config.root {
            _ if is_past => config_around(&Disk, Path::new(".")).map(|(root, _)| root).unwrap_or_default(),
            Some(root) => root.clone(),
            None => source.parent().unwrap_or(source).to_owned(),
        };
        let path = folder.join(LOCK);
        let book = match self.0.entry(path.clone()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let lock = read(place.key())?;
                place.insert(Book { lock, is_changed: false })
            }
        };
        Ok((path, book))
    }

    /// Writes those that have changed.
    pub fn publish(&self) -> anyhow::Result<()> {
        for (path, book) in self.0.iter().filter(|(_, book)| book.is_changed) {
            let mut draft = Draft::begin(path)?;
            draft.write_all(book.lock.write().as_bytes())?;
            draft.publish()?;
        }
        Ok(())
    }
}

/// What the file at `path` says; nothing where there is none.
fn read(path: &Path) -> anyhow::Result<Lock> {
    let shown = path.display();
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Lock::default()),
        Err(error) => {
            let message = format!("`{shown}` cannot be read: {}", reason(&error));
            return Err(Failure::new(message, "let it be a file that may be read and written").into());
        }
    };
    let text = String::from_utf8(bytes).map_err(|error| {
        let sound = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = String::from_utf8_lossy(sound).matches('\n').count();
        let fault = LockFault::no_text();
        Failure::new(format!("{shown}:{}: it is no lock: {fault}", line + 1), fault.help)
    })?;
    let lock = Lock::read(&text).map_err(|fault| {
        let (line, column) = fault.place(&text);
        Failure::new(format!("{shown}:{line}:{column}: it is no lock: {fault}"), fault.help)
    })?;
    Ok(lock)
}
