//! `--events`: the same events in both versions.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::cli::diff::arguments::{Diff, DiffFormat};
use crate::cli::diff::sides::Sides;
use crate::cli::events::Events;
use crate::cli::failure::Failure;
use crate::cli::progress::Progress;
use crate::diff::comparison::{Comparison, Journeys as Side};
use crate::embed::journeys::Journeys;
use crate::embed::refusal::Refusal;
use crate::project::workspace::Workspace;
use crate::report::changes::counterfactual::told::Told;
use crate::runner::run::Output;
use crate::terms::renames::Renames;
use crate::trial::counterfactual::outcome::Outcome;
use crate::trial::counterfactual::rehearse::rehearse;
use crate::trial::counterfactual::shared::Shared;
use crate::trial::counterfactual::worlds::Worlds;

/// What became of the same people in both versions.
pub struct Rehearsed {
    outcome: Outcome,
    shared: Shared,
}

impl Rehearsed {
    /// Runs the events that `command` names, if it names any, through both sides.
    pub fn of(command: &Diff, sides: &Sides, comparison: &Comparison) -> anyhow::Result<Option<Self>> {
        let Some(path) = &command.events else { return Ok(None) };
        let journeys = [together(&sides.old, &sides.olds()), together(&sides.new, &sides.news())];
        let [old, new] = match journeys {
            // Where a side has no journey, what holds for people is what the other side says.
            [Err(Refusal::NoJourney), Ok(new)] => [Journeys::none(new.settings.clone()), new],
            [Ok(old), Err(Refusal::NoJourney)] => {
                let none = Journeys::none(old.settings.clone());
                [old, none]
            }
            [old, new] => [old.map_err(|it| failure(&it))?, new.map_err(|it| failure(&it))?],
        };
        let renames: BTreeMap<&SmolStr, &Renames> =
            comparison.differences.iter().map(|difference| (&difference.journey, &difference.renames)).collect();
        let worlds = Worlds::new([&old.fleet, &new.fleet], [&old.settings, &new.settings], &renames);
        let mut events = Events::open(path)?;
        let mut bar = Bar(Progress::begin(events.size, false));
        let how = (command.threads.count(), command.until);
        let outcome = rehearse(&worlds, how, &mut *events.input, &mut bar);
        bar.0.end();
        Ok(Some(Self { outcome: outcome?, shared: worlds.shared }))
    }

    /// What became of them, in words.
    pub const fn told<'w>(&'w self, comparison: &'w Comparison) -> Told<'w> {
        Told { outcome: &self.outcome, shared: &self.shared, comparison }
    }
}

/// Refuses what no command line can ask for.
pub fn refuse(command: &Diff) -> Result<(), Failure> {
    if command.events.is_none() {
        return Ok(());
    }
    if command.events.as_ref().is_some_and(|events| events.as_os_str() == "-" && command.paths.contains(events)) {
        let message = "standard input cannot be both a journey and the events";
        return Err(Failure::new(message, "put one of them into a file"));
    }
    let name = match command.format {
        DiffFormat::Svg => "svg",
        DiffFormat::Mermaid => "mermaid",
        DiffFormat::Text | DiffFormat::Json | DiffFormat::Markdown | DiffFormat::Html => return Ok(()),
    };
    let message = format!("`--format {name}` is a picture, and does not tell of events");
    Err(Failure::new(message, "take `--format text`, `markdown`, `html` or `json` with `--events`"))
}

/// The journeys of a side, which run side by side.
fn together(workspace: &Workspace, side: &Side<'_>) -> Result<Journeys, Refusal> {
    Journeys::among(workspace, side.newest.values().map(|subject| Arc::clone(subject.journey)).collect())
}

fn failure(refusal: &Refusal) -> Failure {
    Failure::new(refusal.to_string(), refusal.help())
}

/// Shows how far it is.
struct Bar(Progress);

impl Output for Bar {
    fn records(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn dead_letters(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn progress(&mut self, bytes: u64, lines: u64) {
        self.0.at(bytes, lines);
    }
}
