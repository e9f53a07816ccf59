//! `diff`: what changed between versions of journeys.

use crate::cli::diff::approvals::Approvals;
use crate::cli::diff::arguments::Diff;
use crate::cli::diff::asked::Asked;
use crate::cli::diff::driver::drive;
use crate::cli::diff::print::print;
use crate::cli::diff::rehearsed::{Rehearsed, refuse};
use crate::cli::diff::sides::{Sides, nothing_shared};
use crate::cli::exit::Exit;
use crate::diff::comparison::{Comparison, How};
use crate::report::changes::several::Several;

/// Compares what the command names.
pub fn diff(command: &Diff) -> anyhow::Result<Exit> {
    if command.git_driver {
        // Git takes any other status as a program that has died.
        return drive(&command.paths, command.all).map(|()| Exit::Done);
    }
    refuse(command)?;
    let asked = Asked::of(command)?;
    let Some(sides) = Sides::open(&asked)? else { return Ok(Exit::Failed) };
    let (olds, news) = (sides.olds(), sides.news());
    if let Some(failure) = nothing_shared(&asked, &olds, &news) {
        return Err(failure.into());
    }
    let comparison = Comparison::of(&olds, &news, How { all: command.all, threads: command.threads.count() });
    let approvals = Approvals::of(command, &sides);
    let several = Several { comparison: &comparison, old: &olds, new: &news, approved: &approvals.all };
    let rehearsed = Rehearsed::of(command, &sides, &comparison)?;
    print(command, several, rehearsed.as_ref().map(|rehearsed| rehearsed.told(&comparison)))?;
    approvals.tell_unused(&comparison);
    let settled = several.unsettled(command.require_approval).is_empty();
    Ok(if settled { Exit::Done } else { Exit::Findings })
}
