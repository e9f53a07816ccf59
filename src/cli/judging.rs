//! The files that a command was given, and the findings in them.

use std::path::PathBuf;

use crate::cli::failure::Failure;
use crate::project::workspace::{Workspace, WorkspaceError};
use crate::report::findings::judged::{Judged, judge};

/// Reads and compiles `paths`.
pub fn open(paths: &[PathBuf]) -> anyhow::Result<Workspace> {
    Workspace::open(paths).map_err(|error| Failure::new(error.to_string(), help(&error)).into())
}

/// Every finding that is shown, project by project, in source order.
pub fn judged(workspace: &Workspace) -> Vec<Judged> {
    workspace.projects.iter().flat_map(|project| judge(&project.findings, &project.config)).collect()
}

const fn help(error: &WorkspaceError) -> &'static str {
    match error {
        WorkspaceError::Unreadable { .. } => "name a file or folder that is there and may be read",
        WorkspaceError::Nothing(_) => "a file of the language ends in `.yaml` or `.yml` and begins with `wayfare: 1`",
    }
}
