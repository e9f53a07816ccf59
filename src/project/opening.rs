//! The doors of a workspace: paths of a command, or texts at hand.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::project::around::around;
use crate::project::assembly::{Assembly, Lot};
use crate::project::discovery::{Discovery, Entry, Home};
use crate::project::disk::{Disk, reason};
use crate::project::files::{CONFIG, Files as _, Tree, is_yaml};
use crate::project::head::id_after;
use crate::project::texts::Texts;
use crate::project::workspace::{Project, Workspace, WorkspaceError};

/// How standard input is named by a command, and in findings.
const INPUT: &str = "-";
const INPUT_SHOWN: &str = "<stdin>";

impl Workspace {
    /// Reads and compiles `paths`: files, `-` for standard input, or folders with all files of the language below them
    /// (ignore files respected); the project around if there are none. A file counts once however often it is meant.
    pub fn open(paths: &[PathBuf]) -> Result<Self, WorkspaceError> {
        let mut workspace = Self::default();
        let mut discovery = Discovery::new(&Disk);
        let around = if paths.is_empty() { around(&Disk, Path::new(".")) } else { Vec::new() };
        for path in paths.iter().filter(|path| path.as_os_str() != INPUT).chain(&around) {
            discovery.ask(path)?;
        }
        if paths.iter().any(|path| path.as_os_str() == INPUT) {
            discovery.ask_text(Path::new(""), INPUT_SHOWN, input()?)?;
        }
        open_all(&mut workspace, &Disk, discovery)?;
        Ok(workspace)
    }

    /// Compiles `texts` as one project without touching a file; all of them are asked for. One that is called
    /// `wayfare.toml` is its config; without it they share catalogs all the same, and sinks are not judged.
    pub fn from_texts(texts: &[(PathBuf, String)]) -> Self {
        let files = Texts::new(texts);
        let config = files.paths().find(|path| path.file_name().is_some_and(|name| name == CONFIG)).cloned();
        let mut workspace = Self::default();
        let mut assembly = Assembly::new(&files, &mut workspace.sources);
        let mut lot = Lot::default();
        if let Some(path) = config {
            let bytes = files.read(&path).unwrap_or_default();
            assembly.configure(&mut lot, &path, bytes);
        }
        let entry = |path: &PathBuf| Entry {
            path: path.clone(),
            bytes: files.read(path).unwrap_or_default(),
            asked: true,
            named: true,
        };
        lot.entries = files.paths().filter(|path| is_yaml(path)).map(entry).collect();
        let project = assembly.assemble(lot);
        workspace.projects.push(project);
        workspace
    }
}

/// Adds the projects in which `discovery` found files of `tree`, by their first file.
fn open_all(workspace: &mut Workspace, tree: &dyn Tree, mut discovery: Discovery<'_>) -> Result<(), WorkspaceError> {
    for home in discovery.homes() {
        let project = open_home(workspace, tree, &mut discovery, &home)?;
        workspace.projects.push(project);
    }
    Ok(())
}

fn open_home(
    workspace: &mut Workspace,
    tree: &dyn Tree,
    discovery: &mut Discovery<'_>,
    home: &Home,
) -> Result<Project, WorkspaceError> {
    let mut assembly = Assembly::new(tree, &mut workspace.sources);
    let mut lot = Lot { apart: matches!(home, Home::Alone(_)), ..Lot::default() };
    if matches!(home, Home::Project(_)) {
        let path = discovery.root(home).join(CONFIG);
        let bytes = tree.read(&path).map_err(|reason| WorkspaceError::Unreadable {
            path: tree.shown(&path),
            reason,
            help: tree.advice(&path),
        })?;
        assembly.configure(&mut lot, &path, bytes);
        discovery.complete(home, &lot.config.journeys)?;
    }
    lot.entries = discovery.take(home);
    let_input_stand_in(&mut lot.entries);
    Ok(assembly.assemble(lot))
}

fn input() -> Result<Vec<u8>, WorkspaceError> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| WorkspaceError::Unreadable {
        path: PathBuf::from(INPUT),
        reason: reason(&error),
        help: "hand a journey to standard input, or name its file".to_owned(),
    })?;
    Ok(bytes)
}

/// What comes from standard input is a draft of the project's own file of that id, which would be there twice.
fn let_input_stand_in(entries: &mut Vec<Entry>) {
    let Some(input) = entries.iter().find(|entry| entry.path.as_os_str() == INPUT_SHOWN) else { return };
    let id = |entry: &Entry| {
        let text = String::from_utf8_lossy(&entry.bytes);
        ["journey", "catalog"].map(|kind| id_after(&text, kind).map(str::to_owned))
    };
    let drafted = id(input);
    if drafted.iter().any(Option::is_some) {
        entries.retain(|entry| entry.asked || id(entry) != drafted);
    }
}
