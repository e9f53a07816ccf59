//! `--git-driver`: what git hands over to the program that compares two versions of a file for it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::failure::{Failure, reason};
use crate::cli::terminal;
use crate::diff::comparison::{Comparison, How, Journeys};
use crate::lint::levels::judge;
use crate::lint::rule::Group;
use crate::project::opening::Opening;
use crate::project::subject::Subject;
use crate::project::workspace::Workspace;
use crate::report::changes::style::Style;
use crate::report::changes::text;
use crate::report::changes::written::Written;
use crate::report::difference::unified;

/// How git names a file that is not there.
const NOTHING: &str = "/dev/null";

/// What git hands over: the path, then the file, the id and the mode of each side, and after a rename the new path.
struct Handed<'a> {
    path: &'a Path,
    old: &'a Path,
    new: &'a Path,
    renamed: Option<&'a Path>,
}

/// Prints what differs between two versions of a file, as a journey where both are one, as text else. All is read with the
/// catalogs of today, for git does not say of which commits the versions are.
pub fn drive(arguments: &[PathBuf], all: bool) -> anyhow::Result<()> {
    let handed = match arguments {
        [path] => {
            terminal::print(format!("{}: not merged yet\n", path.display()).as_bytes())?;
            return Ok(());
        }
        [path, old, _, _, new, _, _] => Handed { path, old, new, renamed: None },
        [path, old, _, _, new, _, _, renamed, ..] => Handed { path, old, new, renamed: Some(renamed) },
        _ => {
            let message = "`--git-driver` is for git, which hands over seven arguments";
            let help = "`git config diff.wayfare.command \"wayfare diff --git-driver\"` makes git call it";
            return Err(Failure::new(message, help).into());
        }
    };
    let (was, is) = (read(handed.old)?, read(handed.new)?);
    let told = as_journeys(&handed, (was.as_deref(), is.as_deref()), all).unwrap_or_else(|| {
        let [was, is] = [was, is].map(Option::unwrap_or_default);
        unified(&handed.path.display().to_string(), &was, &is, terminal::paint_of_output())
    });
    let names = match handed.renamed {
        Some(renamed) if renamed != handed.path => format!("{} → {}", handed.path.display(), renamed.display()),
        _ => handed.path.display().to_string(),
    };
    terminal::print(format!("{names}\n{told}\n").as_bytes())?;
    Ok(())
}

/// What a file holds; absent where git says that there is none.
fn read(path: &Path) -> anyhow::Result<Option<String>> {
    if path.as_os_str() == NOTHING {
        return Ok(None);
    }
    let bytes = fs::read(path).map_err(|error| {
        let message = format!("`{}` cannot be read: {}", path.display(), reason(&error));
        Failure::new(message, "let git call this command; it hands over files that are there")
    })?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// What differs between two versions of one journey; absent where one of them is none, or has errors of the language.
fn as_journeys(handed: &Handed<'_>, (was, is): (Option<&str>, Option<&str>), all: bool) -> Option<String> {
    // Both stand at the place of today, so that a journey which has moved is not there twice.
    let place = handed.renamed.unwrap_or(handed.path);
    let (old, new) = (open(place, was?)?, open(place, is?)?);
    let (olds, news) = (journeys(&old), journeys(&new));
    let comparison = Comparison::of(&olds, &news, How { all, threads: 1 });
    let [difference] = comparison.differences.as_slice() else { return None };
    let written = Written { difference, old: &old.sources, new: &new.sources };
    let style = Style { paint: terminal::paint_of_output(), width: terminal::columns(), all };
    Some(text::render(written, style))
}

/// `text` at `place` in its project; absent where it has errors of the language.
fn open(place: &Path, text: &str) -> Option<Workspace> {
    let texts = BTreeMap::from([(place.to_owned(), text.to_owned())]);
    let workspace = Workspace::open_over(&[place.to_owned()], Opening::default(), &texts).ok()?;
    let mut judged = workspace.projects.iter().flat_map(|project| judge(project.findings.clone(), &project.config));
    let is_sound = !judged.any(|judged| judged.group == Group::Language);
    is_sound.then_some(workspace)
}

fn journeys(workspace: &Workspace) -> Journeys<'_> {
    Journeys::of(workspace.projects.iter().flat_map(Subject::asked), &workspace.sources)
}
