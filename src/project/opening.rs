//! The doors of a workspace: paths of a command, or texts at hand.

use std::path::PathBuf;

use crate::project::assembly::{Assembly, Lot};
use crate::project::discovery::{CONFIG, Discovery, Entry, Home, Refused};
use crate::project::files::{Disk, Files as _, Texts, is_yaml};
use crate::project::workspace::{Project, Workspace, WorkspaceError};

impl Workspace {
    /// Reads and compiles `paths`: files, `-` for standard input, or folders with all files of the language below them
    /// (ignore files respected). A file counts once however often it is meant.
    pub fn open(paths: &[PathBuf]) -> Result<Self, WorkspaceError> {
        Self::open_with(paths, false)
    }

    /// The same for those who run tests: the tests of a journey that is meant are meant as well.
    pub fn open_tests(paths: &[PathBuf]) -> Result<Self, WorkspaceError> {
        Self::open_with(paths, true)
    }

    fn open_with(paths: &[PathBuf], tests: bool) -> Result<Self, WorkspaceError> {
        let mut discovery = Discovery::default();
        for path in paths {
            discovery.ask(path).map_err(refusal)?;
        }
        let mut workspace = Self::default();
        for home in discovery.homes() {
            let project = open_home(&mut workspace, &mut discovery, &home, tests)?;
            workspace.projects.push(project);
        }
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

fn open_home(
    workspace: &mut Workspace,
    discovery: &mut Discovery,
    home: &Home,
    tests: bool,
) -> Result<Project, WorkspaceError> {
    let mut assembly = Assembly::new(&Disk, &mut workspace.sources);
    let mut lot = Lot { apart: matches!(home, Home::Alone(_)), tests, ..Lot::default() };
    if matches!(home, Home::Project(_)) {
        let path = discovery.root(home).join(CONFIG);
        let bytes = Disk.read(&path).map_err(|reason| refusal((path.clone(), Some(reason))))?;
        assembly.configure(&mut lot, &path, bytes);
        discovery.complete(home, &lot.config.journeys).map_err(refusal)?;
    }
    lot.entries = discovery.take(home);
    Ok(assembly.assemble(lot))
}

fn refusal((path, reason): Refused) -> WorkspaceError {
    match reason {
        Some(reason) => WorkspaceError::Unreadable { path, reason },
        None => WorkspaceError::Nothing(path),
    }
}
