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
use crate::report::changes::pictured::Pictured;
use crate::report::changes::text::Style;
use crate::report::changes::written::Written;
use crate::report::changes::{html, json, markdown, text};
use crate::report::picture::mermaid::limits::Limits;
use crate::report::picture::svg::{Settings, Theme};

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
    if let (true, Some(name)) = (shared.len() > 1, picture(command.format)) {
        return Err(several(&shared, name).into());
    }
    let mut exit = Exit::Done;
    for id in &shared {
        let sides = [Side::of(olds[*id].clone(), &old.sources), Side::of(news[*id].clone(), &new.sources)];
        let difference = compare(&sides[0], &sides[1]);
        let written = Written { difference: &difference, old: &old.sources, new: &new.sources };
        let unapproved = unapproved(command, &difference);
        let [was, is] = [0, 1].map(|side| &*sides[side].machine.journey);
        let pictured = Pictured { difference: &difference, old: was, new: is, all: command.all };
        print(command, written, pictured, &unapproved, shared.len())?;
        if !difference.verdict.ok || command.require_approval && !unapproved.is_empty() {
            exit = Exit::Findings;
        }
    }
    Ok(exit)
}

/// What a format is called that shows one journey alone.
const fn picture(format: DiffFormat) -> Option<&'static str> {
    match format {
        DiffFormat::Html => Some("html"),
        DiffFormat::Svg => Some("svg"),
        DiffFormat::Mermaid => Some("mermaid"),
        DiffFormat::Text | DiffFormat::Markdown | DiffFormat::Json => None,
    }
}

fn several(shared: &[&SmolStr], format: &str) -> Failure {
    let names: Vec<String> = shared.iter().map(|id| format!("`{id}`")).collect();
    let message = format!("`--format {format}` shows one journey, there are {}: {}", shared.len(), names.join(", "));
    Failure::new(message, "name the files of one of them, or take `--format markdown`")
}

/// Prints one of `count` differences.
fn print(
    command: &Diff,
    written: Written<'_>,
    pictured: Pictured<'_>,
    unapproved: &[SmolStr],
    count: usize,
) -> anyhow::Result<()> {
    let printed = match command.format {
        DiffFormat::Text => {
            let style = Style { paint: terminal::paint_of_output(), width: terminal::columns(), all: command.all };
            text::render(written, style).into_bytes()
        }
        DiffFormat::Json => json::render(written, unapproved),
        DiffFormat::Markdown => {
            let settings = markdown::Settings { all: command.all, most: markdown::MOST / count.max(1) };
            markdown::render(written, pictured, settings).into_bytes()
        }
        DiffFormat::Mermaid => {
            let diagram = pictured.mermaid(Limits::FORGE);
            for what in diagram.left_out {
                terminal::tell(&format!("left out, since forges refuse larger pictures: {what}\n"));
            }
            diagram.text.into_bytes()
        }
        DiffFormat::Svg => pictured.svg(Settings::default()).into_bytes(),
        DiffFormat::Html => html::render(written, pictured, Theme::Auto).into_bytes(),
    };
    Ok(terminal::print(&printed)?)
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
