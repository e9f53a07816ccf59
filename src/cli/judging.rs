//! The files that a command was given, and the findings in them.

use std::path::PathBuf;

use crate::cli::failure::Failure;
use crate::cli::terminal;
use crate::lint::levels::{Judged, judge};
use crate::lint::mend::look::{Look, Texts};
use crate::lint::rule::Group;
use crate::project::opening::Opening;
use crate::project::workspace::Workspace;
use crate::report::findings::count::{Count, asked_files};
use crate::report::findings::text;
use crate::terms::span::FileId;
use crate::trial::check::{Asked, Verdict, verdict};

/// Reads and compiles `paths`, or the project around if there are none.
pub fn open(paths: &[PathBuf], opening: Opening) -> anyhow::Result<Workspace> {
    Workspace::open_as(paths, opening).map_err(|error| Failure::new(error.to_string(), error.help()).into())
}

/// Reads, compiles and judges `paths`, with `texts` in the place of what stands at their paths.
pub fn look(paths: &[PathBuf], asked: Asked<'_>, texts: &Texts) -> anyhow::Result<Look> {
    let opening = Opening { threads: asked.threads, ..Opening::default() };
    let workspace =
        Workspace::open_over(paths, opening, texts).map_err(|error| Failure::new(error.to_string(), error.help()))?;
    let Verdict { judged, silenced, open } = verdict(&workspace, asked);
    Ok(Look { workspace, judged, silenced, open })
}

/// Whether there are errors of the language, which are then told, with what was therefore not done.
pub fn has_errors(workspace: &Workspace, undone: &str) -> bool {
    has_errors_in(workspace, undone, &|_| true)
}

/// Whether there are errors of the language in files that count, which are then told, with what was therefore not done.
pub fn has_errors_in(workspace: &Workspace, undone: &str, counts: &dyn Fn(FileId) -> bool) -> bool {
    let judged = workspace.projects.iter().flat_map(|project| judge(project.findings.clone(), &project.config));
    let is_error = |judged: &Judged| judged.group == Group::Language && counts(judged.finding.span.file);
    let errors: Vec<_> = judged.filter(is_error).collect();
    if errors.is_empty() {
        return false;
    }
    let count = Count::of(&errors, asked_files(workspace));
    terminal::tell(&text::render(&errors, &workspace.sources, terminal::paint_of_errors()));
    terminal::tell(&format!("{}: {undone}\n", count.line()));
    true
}
