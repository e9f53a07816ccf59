//! The files that a command was given, and the findings in them.

use std::path::PathBuf;

use crate::cli::failure::Failure;
use crate::lint::levels::Judged;
use crate::project::workspace::Workspace;
use crate::trial::check;

/// Reads and compiles `paths`, or the project around if there are none.
pub fn open(paths: &[PathBuf]) -> anyhow::Result<Workspace> {
    Workspace::open(paths).map_err(|error| Failure::new(error.to_string(), error.help()).into())
}

/// The same with the tests of the journeys that are meant.
pub fn open_tests(paths: &[PathBuf]) -> anyhow::Result<Workspace> {
    Workspace::open_tests(paths).map_err(|error| Failure::new(error.to_string(), error.help()).into())
}

/// Every finding that is shown, project by project, in source order.
pub fn judged(workspace: &Workspace) -> Vec<Judged> {
    check::judged(workspace)
}
