//! The findings of a workspace with their levels.

use std::path::PathBuf;

use crate::cli::failure::Failure;
use crate::lint::registry;
use crate::lint::rule::Group;
use crate::project::workspace::{Project, Workspace, WorkspaceError};
use crate::report::findings::judged::Judged;
use crate::terms::rule::Level;

/// Reads and compiles `paths`.
pub fn open(paths: &[PathBuf]) -> anyhow::Result<Workspace> {
    Workspace::open(paths).map_err(|error| Failure::new(error.to_string(), help(&error)).into())
}

/// Every finding of every project that is shown, project by project, in source order.
pub fn judge(workspace: &Workspace) -> Vec<Judged> {
    workspace.projects.iter().flat_map(judge_project).collect()
}

/// The errors of the language alone: what stops commands that run journeys.
pub fn language_errors(workspace: &Workspace) -> Vec<Judged> {
    judge(workspace).into_iter().filter(|judged| judged.group == Group::Language).collect()
}

fn judge_project(project: &Project) -> Vec<Judged> {
    let judged = project.findings.iter().map(|finding| {
        let rule = registry::find(finding.rule);
        let (group, level) = rule.map_or((Group::Language, Level::Error), |rule| (rule.group, rule.level));
        Judged { finding: finding.clone(), level, group }
    });
    judged.filter(|judged| judged.level != Level::Off).collect()
}

fn help(error: &WorkspaceError) -> &'static str {
    match error {
        WorkspaceError::Unreadable { .. } => "name a file or folder that is there and may be read",
        WorkspaceError::Nothing(_) => "a file of the language ends in `.yaml` or `.yml` and begins with `wayfare: 1`",
    }
}
