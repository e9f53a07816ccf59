//! `check --watch`: again whenever a file is saved.

use std::time::SystemTime;

use crate::cli::check::arguments::Check;
use crate::cli::check::outputs::Outputs;
use crate::cli::check::say;
use crate::cli::check::say::Where;
use crate::cli::check::watcher::{Watcher, Woken};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::{judging, terminal};
use crate::lint::mend::look::{Look, Texts};
use crate::project::watching::{folders, matters};
use crate::project::workspace::Workspace;
use crate::project::written::{self, Goal};
use crate::terms::time::format_instant;

/// Checks whenever something of what the command means changes, until Ctrl-C.
pub fn watch(command: &Check) -> anyhow::Result<Exit> {
    let (paths, asked) = (&command.paths, command.asked());
    let goal = written::goal(paths).map_err(|error| Failure::new(error.to_string(), error.help()))?;
    if goal == Goal::Output {
        return Err(Failure::new("standard input comes once and cannot be watched", "name files or folders").into());
    }
    let mut watcher = Watcher::new()?;
    let own = Outputs::find();
    // What cannot be read at first is a wrong command; later on it may come back.
    let mut known = judging::look(paths, asked, &Texts::new())?.workspace;
    loop {
        let around = folders(paths, &known);
        if watcher.look_at(&around)? == Woken::Stopped {
            return Ok(Exit::Done);
        }
        // Everything is read after watching began, so that nothing that is saved meanwhile is missed.
        let outcome = judging::look(paths, asked, &Texts::new());
        if let Ok(look) = &outcome
            && !folders(paths, &look.workspace).is_subset(&around)
        {
            known = outcome?.workspace;
            continue;
        }
        known = tell(command, outcome)?.unwrap_or(known);
        if watcher.wait(|path| matters(path, (&known, &around)) && !own.is_one(path)) == Woken::Stopped {
            return Ok(Exit::Done);
        }
    }
}

/// Tells what was found; what was read, if anything was.
fn tell(command: &Check, outcome: anyhow::Result<Look>) -> anyhow::Result<Option<Workspace>> {
    terminal::clear()?;
    let known = match outcome {
        Ok(look) => {
            say::findings(&look, command, Where::Output)?;
            Some(look.workspace)
        }
        Err(error) => {
            terminal::complain(&error);
            None
        }
    };
    terminal::tell(&format!("checked at {}; waiting for changes, Ctrl-C ends\n", clock()));
    Ok(known)
}

/// The time of the day.
#[allow(clippy::disallowed_methods, reason = "people see when the check was that they look at")]
fn clock() -> String {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let instant = format_instant(since.as_secs() as i64 * 1_000);
    format!("{} UTC", instant.split(['T', 'Z']).nth(1).unwrap_or(&instant))
}
