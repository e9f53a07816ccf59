//! The machine's own files.

use std::fs;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::project::files::{Files, Tree, Walk, is_sought, is_yaml, or_here};

/// The machine's own files.
#[derive(Clone, Copy, Debug)]
pub struct Disk;

impl Disk {
    /// The folders below `folder`, itself included, but for what ignore files name; one that cannot be read is none.
    pub fn folders(self, folder: &Path) -> Vec<PathBuf> {
        let entries = walker(folder).build().flatten();
        entries.filter(|entry| entry.path().is_dir()).map(ignore::DirEntry::into_path).collect()
    }
}

impl Files for Disk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        fs::read(path).map_err(|error| if path.is_dir() { "it is a folder".to_owned() } else { reason(&error) })
    }

    fn beside(&self, folder: &Path) -> Vec<PathBuf> {
        let inside = fs::read_dir(or_here(folder)).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = inside.map(|entry| folder.join(entry.file_name())).collect();
        paths.retain(|path| is_yaml(path) && path.is_file());
        paths.sort();
        paths
    }

    fn is_folder(&self, path: &Path) -> bool {
        or_here(path).is_dir()
    }
}

impl Tree for Disk {
    fn real(&self, path: &Path) -> Result<PathBuf, String> {
        fs::canonicalize(or_here(path)).map_err(|error| reason(&error))
    }

    fn is_file(&self, path: &Path) -> bool {
        path.is_file()
    }

    fn walk(&self, folder: &Path) -> Result<Walk, String> {
        let mut walk = Walk::default();
        for entry in walker(folder).build() {
            match entry {
                Ok(entry) if is_sought(entry.path()) && is_file(&entry) => walk.files.push(entry.into_path()),
                Ok(_) => {}
                Err(error) => {
                    let why = error.io_error().map_or_else(|| error.to_string(), reason);
                    match place(&error) {
                        Some(path) => walk.closed.push((path.to_owned(), why)),
                        None => return Err(why),
                    }
                }
            }
        }
        Ok(walk)
    }
}

/// Whether it is a file, or a link to one; for a file the folder has said so already.
fn is_file(entry: &ignore::DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file()) || entry.path().is_file()
}

fn walker(folder: &Path) -> WalkBuilder {
    let mut builder = WalkBuilder::new(or_here(folder));
    // The person's own ignore rules would make a result differ from machine to machine.
    builder.require_git(false).git_global(false).sort_by_file_path(Path::cmp);
    builder
}

/// The folder or file that an error is about.
fn place(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => place(err),
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

/// What people are told of an error of the operating system.
pub fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        _ => error.to_string(),
    }
}
