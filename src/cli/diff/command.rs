//! `diff`: what changed between versions of journeys.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use smol_str::SmolStr;

use crate::cli::diff::arguments::{Diff, DiffFormat};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::threads::Threads;
use crate::cli::{judging, terminal};
use crate::diff::compare::{Difference, compare};
use crate::diff::side::Side;
use crate::project::opening::Opening;
use crate::project::subject::Subject;
use crate::project::workspace::Workspace;
use crate::report::changes::style::Style;
use crate::report::changes::written::Written;
use crate::report::changes::{json, text};

/// Compares what the command names.
pub fn diff(command: &Diff) -> anyhow::Result<Exit> {
    let opening = Opening { threads: Threads::default().count(), ..Opening::default() };
    let old = judging::open(std::slice::from_ref(&command.old), opening)?;
    let new = judging::open(std::slice::from_ref(&command.new), opening)?;
    if judging::has_errors(&old, "nothing was compared") || judging::has_errors(&new, "nothing was compared") {
        return Ok(Exit::Failed);
    }
    let (olds, news) = (newest(&old), newest(&new));
    let shared: Vec<&SmolStr> = news.keys().filter(|id| olds.contains_key(*id)).collect();
    if shared.is_empty() {
        return Err(nothing_shared(command, &olds, &news).into());
    }
    let mut exit = Exit::Done;
    for id in shared {
        let difference = compare(&Side::of(olds[id].clone(), &old.sources), &Side::of(news[id].clone(), &new.sources));
        let written = Written { difference: &difference, old: &old.sources, new: &new.sources };
        let unapproved = unapproved(command, &difference);
        match command.format {
            DiffFormat::Text => {
                let style = Style { paint: terminal::paint_of_output(), width: terminal::columns(), all: command.all };
                terminal::print(text::render(written, style).as_bytes())?;
            }
            DiffFormat::Json => terminal::print(&json::render(written, &unapproved))?,
        }
        if !difference.verdict.ok || command.require_approval && !unapproved.is_empty() {
            exit = Exit::Findings;
        }
    }
    Ok(exit)
}

/// The newest version of each journey that was asked for.
fn newest(workspace: &Workspace) -> BTreeMap<SmolStr, Subject<'_>> {
    let mut found: BTreeMap<SmolStr, Subject<'_>> = BTreeMap::new();
    for project in &workspace.projects {
        for subject in Subject::all(project) {
            if !project.reported.contains(&subject.journey.file) {
                continue;
            }
            let id = &subject.journey.id.value;
            let newer = found.get(id).is_none_or(|known| known.journey.version < subject.journey.version);
            if newer {
                found.insert(id.clone(), subject);
            }
        }
    }
    found
}

fn unapproved(command: &Diff, difference: &Difference) -> Vec<SmolStr> {
    let approved: BTreeSet<&str> = command.approve.iter().map(String::as_str).collect();
    let all = difference.verdict.to_approve.iter();
    all.filter(|fingerprint| !approved.contains(fingerprint.as_str())).cloned().collect()
}

fn nothing_shared(
    command: &Diff,
    olds: &BTreeMap<SmolStr, Subject<'_>>,
    news: &BTreeMap<SmolStr, Subject<'_>>,
) -> Failure {
    let ids = |all: &BTreeMap<SmolStr, Subject<'_>>, path: &Path| {
        if all.is_empty() {
            return format!("`{}` has no journey", path.display());
        }
        let names: Vec<String> = all.keys().map(|id| format!("`{id}`")).collect();
        format!("`{}` has {}", path.display(), names.join(", "))
    };
    let message = format!("there is nothing to compare: {}, {}", ids(olds, &command.old), ids(news, &command.new));
    Failure::new(message, "name two versions of one journey")
}
