//! The files that a command means as they are written: found, but neither read as documents nor compiled.

use std::path::{Path, PathBuf};

use crate::project::around::around;
use crate::project::discovery::Discovery;
use crate::project::disk::Disk;
use crate::project::git::argument::Argument;
use crate::project::head::is_of_language;
use crate::project::opening::{INPUT, INPUT_SHOWN, read_input};
use crate::project::workspace::WorkspaceError;

/// A file as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its path as people know it.
    pub path: PathBuf,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Whether it says that it is of the language; one that does not was named by the command.
    pub ours: bool,
    /// Whether it came from standard input.
    pub input: bool,
}

/// Where the new text of what a command means goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Back into its files.
    Files,
    /// To standard output, since it came from standard input.
    Output,
}

/// Where the new text of what `paths` mean goes. What stands in a commit cannot be written, and is refused; so is
/// standard input together with files.
pub fn goal(paths: &[PathBuf]) -> Result<Goal, WorkspaceError> {
    let inputs = paths.iter().filter(|path| path.as_os_str() == INPUT).count();
    if inputs > 0 && inputs < paths.len() {
        return Err(WorkspaceError::Unreadable {
            path: PathBuf::from(INPUT),
            reason: "standard input goes to standard output, and files do not".to_owned(),
            help: "give `-` alone, or files and folders".to_owned(),
        });
    }
    if let Some(past) = paths.iter().find_map(|path| Argument::parse(path)) {
        return Err(WorkspaceError::Unreadable {
            path: past.written,
            reason: "what stands in a commit stays as it is".to_owned(),
            help: "name files or folders that are there today".to_owned(),
        });
    }
    Ok(if inputs > 0 { Goal::Output } else { Goal::Files })
}

/// The files at `paths`, each once: files, and folders with all files of the language below them (ignore files
/// respected), or `-` alone for standard input. If there are none, those of the project around.
pub fn files(paths: &[PathBuf]) -> Result<Vec<Written>, WorkspaceError> {
    if goal(paths)? == Goal::Output {
        let path = PathBuf::from(INPUT_SHOWN);
        return Ok(vec![Written { path, bytes: read_input()?, ours: true, input: true }]);
    }
    let around = if paths.is_empty() { around(&Disk, Path::new(".")) } else { Vec::new() };
    let mut discovery = Discovery::new(&Disk);
    for path in paths.iter().chain(&around) {
        discovery.ask(path)?;
    }
    if let Some(lost) = discovery.lost().first() {
        return Err(lost.clone());
    }
    let mut files = Vec::new();
    for home in discovery.homes() {
        files.extend(discovery.take(&home).into_iter().filter_map(|entry| {
            let bytes = entry.bytes?;
            let ours = is_of_language(&String::from_utf8_lossy(&bytes));
            Some(Written { path: entry.path, bytes, ours, input: false })
        }));
    }
    // A config alone is found by a folder too, and is nothing that is laid out.
    if files.is_empty() {
        return Err(WorkspaceError::Nothing(paths.first().cloned().unwrap_or_else(|| PathBuf::from("."))));
    }
    Ok(files)
}
