//! `lock`: records the content of what was published.

use std::collections::BTreeSet;
use std::path::PathBuf;

use semver::Version;
use smol_str::SmolStr;

use crate::cli::exit::Exit;
use crate::cli::lock::arguments::Lock;
use crate::cli::lock::books::Books;
use crate::cli::lock::faults;
use crate::cli::threads::Threads;
use crate::cli::{judging, terminal};
use crate::lint::levels::Judged;
use crate::project::lock::book::{Entered, LOCK};
use crate::project::lock::facts::published;
use crate::project::opening::Opening;
use crate::project::subject::Subject;
use crate::project::workspace::Workspace;
use crate::report::findings::text;
use crate::report::table::counted;

/// What came of entering versions.
#[derive(Default)]
struct Entering {
    /// The ids and versions that were not recorded.
    added: BTreeSet<(SmolStr, Version)>,
    /// How many were recorded as they are.
    known: usize,
    /// Those that are recorded with other content.
    others: Vec<Judged>,
}

impl Entering {
    /// `trial 1.2.0, trial 1.3.0` of those that were not recorded.
    fn story(&self) -> String {
        self.added.iter().map(|(id, version)| format!("{id} {version}")).collect::<Vec<_>>().join(", ")
    }
}

/// Records what the command names, or holds what is recorded against it.
pub fn lock(command: &Lock) -> anyhow::Result<Exit> {
    let opening = Opening { threads: Threads::default().count(), ..Opening::default() };
    let workspace = judging::open(&command.paths, opening)?;
    if judging::has_errors(&workspace, "nothing was recorded") {
        return Ok(Exit::Failed);
    }
    let mut books = Books::default();
    let entering = enter(&workspace, &mut books)?;
    if !entering.others.is_empty() {
        let told = text::render(&entering.others, &workspace.sources, terminal::paint_of_errors());
        let undone = if command.check { "" } else { ": nothing was recorded" };
        let count = counted(entering.others.len(), "version");
        terminal::tell(&format!("{told}{count} with other content{undone}\n"));
        return Ok(Exit::Findings);
    }
    if command.check {
        return Ok(hold(&entering, &books));
    }
    books.publish()?;
    terminal::tell(&story(&entering, &books));
    Ok(Exit::Done)
}

/// Enters every version that was asked for into its lock.
fn enter(workspace: &Workspace, books: &mut Books) -> anyhow::Result<Entering> {
    let mut entering = Entering::default();
    for project in &workspace.projects {
        for subject in &Subject::asked(project) {
            let journey = subject.journey;
            let (path, book) = books.of((workspace, project), journey.file)?;
            let now = published(journey, &subject.document.declares);
            match book.lock.enter(&journey.id.value, &journey.version, now) {
                Entered::Known => entering.known += 1,
                Entered::Other => entering.others.push(faults::other_content(subject, &path)),
                Entered::Added => {
                    book.is_changed = true;
                    entering.added.insert((journey.id.value.clone(), journey.version.clone()));
                }
            }
        }
    }
    Ok(entering)
}

/// Says what `--check` found.
fn hold(entering: &Entering, books: &Books) -> Exit {
    let names = names(books);
    if entering.added.is_empty() {
        terminal::tell(&format!("{names} has {}\n", all(entering.known)));
        return Exit::Done;
    }
    let missing = entering.story();
    terminal::tell(&format!("{names} lacks {missing}: `wayfare lock` records what is published\n"));
    Exit::Findings
}

/// `wayfare.lock: trial 1.2.0 added, 3 versions were there`.
fn story(entering: &Entering, books: &Books) -> String {
    let names = names(books);
    if entering.added.is_empty() {
        return format!("{names} has {} already\n", all(entering.known));
    }
    let added = entering.story();
    let were = match entering.known {
        0 => String::new(),
        1 => ", 1 was there".to_owned(),
        many => format!(", {many} were there"),
    };
    format!("{names}: {added} added{were}\n")
}

fn all(known: usize) -> String {
    if known == 1 { "the version".to_owned() } else { format!("all {}", counted(known, "version")) }
}

/// The paths of the locks, or what they are called where there is none.
fn names(books: &Books) -> String {
    let paths: Vec<PathBuf> = books.0.keys().cloned().collect();
    if paths.is_empty() {
        return format!("`{LOCK}`");
    }
    paths.iter().map(|path| format!("`{}`", path.display())).collect::<Vec<_>>().join(", ")
}
