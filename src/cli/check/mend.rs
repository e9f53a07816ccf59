//! `check --fix`: what can be fixed is, and the rest is told.

use std::path::PathBuf;

use crate::cli::check::arguments::Check;
use crate::cli::check::say::Where;
use crate::cli::check::story::Mood;
use crate::cli::check::write::Changed;
use crate::cli::check::{say, story, write};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::{judging, terminal};
use crate::lint::mend::look::{Look, Texts};
use crate::lint::mend::rounds::{Mended, mend as carry_out};
use crate::project::written::{self, Goal};
use crate::report::difference::unified;

/// Carries out the fixes that are wanted, or shows them; says what is left.
pub fn mend(command: &Check) -> anyhow::Result<Exit> {
    let goal = goal(command)?;
    let asked = command.asked();
    let first = judging::look(&command.paths, asked, &Texts::new())?;
    let before: Vec<(PathBuf, String)> = texts(&first);
    let mended = carry_out(first, command.fixes.choice(), |texts| judging::look(&command.paths, asked, texts))?;
    let changed = changed(&before, &mended);
    if command.fixes.diff { show(&changed, &mended) } else { finish((command, goal), &changed, &mended) }
}

/// Where fixed texts go; a failure where they cannot go there.
fn goal(command: &Check) -> anyhow::Result<Goal> {
    let goal = written::goal(&command.paths).map_err(|error| Failure::new(error.to_string(), error.help()))?;
    if goal == Goal::Output && !say::is_for_people(command) {
        let message = "`--fix -` writes the fixed text to standard output, where the findings would stand as well";
        return Err(Failure::new(message, "leave `--format` out: what is left is told on standard error").into());
    }
    Ok(goal)
}

fn texts(look: &Look) -> Vec<(PathBuf, String)> {
    let asked = look.asked().filter_map(|path| look.text(&path).map(str::to_owned).map(|text| (path, text)));
    asked.collect()
}

fn changed<'a>(before: &'a [(PathBuf, String)], mended: &'a Mended) -> Vec<Changed<'a>> {
    let after =
        before.iter().filter_map(|(path, old)| Some((path.as_path(), old.as_str(), mended.texts.get(path)?.as_str())));
    after.filter(|(_, old, new)| old != new).collect()
}

/// Shows what would change.
fn show(changed: &[Changed<'_>], mended: &Mended) -> anyhow::Result<Exit> {
    for &(path, old, new) in changed {
        let diff = unified(&path.display().to_string(), old, new, terminal::paint_of_output());
        terminal::print(diff.as_bytes())?;
    }
    tell(mended, changed.len(), Mood::Would);
    Ok(if changed.is_empty() { Exit::Done } else { Exit::Findings })
}

/// Writes what changed, and tells what is left.
fn finish((command, goal): (&Check, Goal), changed: &[Changed<'_>], mended: &Mended) -> anyhow::Result<Exit> {
    match goal {
        Goal::Files => write::write(changed)?,
        Goal::Output => {
            // Standard input is the one file that the command means.
            let path = mended.look.asked().next().unwrap_or_default();
            let Some(text) = mended.look.text(&path) else {
                let help = "hand a journey to it that is saved as UTF-8";
                return Err(Failure::new("what came from standard input is no text", help).into());
            };
            terminal::print(text.as_bytes())?;
        }
    }
    tell(mended, changed.len(), Mood::Did);
    let place = if goal == Goal::Output { Where::Aside } else { Where::Output };
    say::findings(&mended.look, command, place)
}

fn tell(mended: &Mended, files: usize, mood: Mood) {
    terminal::tell(&story::refused(mended, mood, terminal::paint_of_errors()));
    terminal::tell(&story::fixed(mended, files, mood));
}
