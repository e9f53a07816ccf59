//! The files that a command was given, and the findings in them.

use std::path::PathBuf;

use crate::cli::failure::Failure;
use crate::cli::terminal;
use crate::lint::levels::{Judged, judge};
use crate::lint::mend::look::{Look, Texts};
use crate::lint::rule::Group;
use crate::project::workspace::Workspace;
use crate::report::findings::count::{Count, asked_files};
use crate::report::findings::text;
use crate::trial::check;

/// Reads and compiles `paths`, or the project around if there are none.
pub fn open(paths: &[PathBuf]) -> anyhow::Result<Workspace> {
    Workspace::open(paths).map_err(|error| Failure::new(error.to_string(), error.help()).into())
}

/// The same with the tests of the journeys that are meant.
pub fn open_tests(paths: &[PathBuf]) -> anyhow::Result<Workspace> {
    Workspace::open_tests(paths).map_err(|error| Failure::new(error.to_string(), error.help()).into())
}

/// Reads, compiles and judges `paths`.
pub fn look(paths: &[PathBuf]) -> anyhow::Result<Look> {
    open(paths).map(judge_all)
}

/// The same with `texts` in the place of what stands at their paths.
pub fn look_over(paths: &[PathBuf], texts: &Texts) -> anyhow::Result<Look> {
    let workspace = Workspace::open_over(paths, texts);
    workspace.map(judge_all).map_err(|error| Failure::new(error.to_string(), error.help()).into())
}

/// Every finding that is shown, project by project, in source order.
pub fn judged(workspace: &Workspace) -> Vec<Judged> {
    check::judged(workspace)
}

fn judge_all(workspace: Workspace) -> Look {
    let judged = judged(&workspace);
    Look { workspace, judged }
}

/// Whether there are errors of the language, which are then told, with what was therefore not done.
pub fn has_errors(workspace: &Workspace, undone: &str) -> bool {
    let judged = workspace.projects.iter().flat_map(|project| judge(project.findings.clone(), &project.config));
    let errors: Vec<_> = judged.filter(|judged| judged.group == Group::Language).collect();
    if errors.is_empty() {
        return false;
    }
    let count = Count::of(&errors, asked_files(workspace));
    terminal::tell(&text::render(&errors, &workspace.sources, terminal::paint_of_errors()));
    terminal::tell(&format!("{}: {undone}\n", count.line()));
    true
}
