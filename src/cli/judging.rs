//! The files that a command was given, and the findings in them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::lint::levels::Judged;
use crate::lint::run;
use crate::project::workspace::Workspace;

/// Reads and compiles `paths`.
pub fn open(paths: &[PathBuf]) -> anyhow::Result<Workspace> {
    Workspace::open(paths).map_err(|error| Failure::new(error.to_string(), error.help()).into())
}

/// Every finding that is shown, project by project, in source order.
pub fn judged(workspace: &Workspace) -> Vec<Judged> {
    workspace.projects.iter().flat_map(run::judged).collect()
}

/// What is meant where no path is given: the folders of journeys of the project around, or the current folder.
pub fn around() -> Vec<PathBuf> {
    let here = vec![PathBuf::from(".")];
    let Some((root, config)) = nearest_config() else { return here };
    let project = Workspace::from_texts(&[(root.join(CONFIG), config)]).projects.pop();
    let folders = project.map(|project| project.config.journeys).unwrap_or_default();
    let folders: Vec<PathBuf> = folders.iter().map(|folder| root.join(folder)).filter(|path| path.is_dir()).collect();
    if folders.is_empty() { here } else { folders }
}

const CONFIG: &str = "wayfare.toml";

/// The folder of the nearest config above, as a path from here, and its text.
fn nearest_config() -> Option<(PathBuf, String)> {
    let here = fs::canonicalize(".").ok()?;
    let mut root = PathBuf::new();
    for _ in here.ancestors() {
        if let Ok(text) = fs::read_to_string(root.join(Path::new(CONFIG))) {
            return Some((root, text));
        }
        root.push("..");
    }
    None
}
