//! The command itself: everything that can fail is opened before the first event is read.

use std::io;
use std::path::Path;
use std::time::Instant;

use anyhow::Context as _;

use crate::cli::draft::Draft;
use crate::cli::events::Events;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::progress::Progress;
use crate::cli::run::arguments::{RecordsFormat, Run};
use crate::cli::run::memory;
use crate::cli::run::streams::Streams;
use crate::cli::{journeys, terminal};
use crate::embed::journeys::Journeys;
use crate::embed::staged::Staged;
use crate::orchestrator::rollout::Rollout;
use crate::report::final_state;
use crate::report::records::collector::{Format, Reporter, Wanted};
use crate::report::summary::{self, Measured, Outcome};
use crate::report::tally::Tally;
use crate::runner::run::{self, Finished, Options};
use crate::terms::time::format_instant;

/// Runs the events of a file through journeys.
pub fn run(command: &Run) -> anyhow::Result<Exit> {
    if command.events.as_os_str() == "-" && command.journeys.contains(&command.events) {
        let message = "standard input cannot be both a journey and the events";
        return Err(Failure::new(message, "put one of them into a file").into());
    }
    let Some((journeys, rollout)) = opened(command)? else { return Ok(Exit::Failed) };
    let mut events = Events::open(&command.events)?;
    let final_states = command.final_states.as_deref().map(FinalFile::begin).transpose()?;
    let mut streams = streams(command, events.size)?;
    let begun = now();
    let wanted = wanted(command);
    let collector = || Reporter::new(wanted, Tally::new(&journeys.fleet));
    let Journeys { fleet, settings } = &journeys;
    let options = Options { threads: command.threads.count(), until: command.until, rollout: rollout.as_ref() };
    let finished = run::run(fleet, settings, options, &mut *events.input, &collector, &mut streams);
    streams.progress.end();
    let finished = finished?;
    if let Some(file) = final_states {
        file.finish(&journeys, &finished).context("the final states cannot be written")?;
    }
    if let Some(file) = streams.dead_letters {
        file.publish().context("the dead letters cannot be written")?;
    }
    if let Some(stage) = rollout.iter().flat_map(Rollout::stages).find(|stage| stage.at > finished.until) {
        terminal::tell(&too_late(stage.at));
    }
    let (people, lines) = (finished.people, finished.lines);
    let tally = added_up(finished.collectors);
    let measured = Measured { elapsed: begun.elapsed(), peak_memory: memory::peak() };
    let outcome = Outcome { fleet: &journeys.fleet, people: &people, tally: &tally, lines };
    terminal::tell(&summary::render(&outcome, &measured));
    Ok(if command.strict && !tally.dead_letters.is_empty() { Exit::Findings } else { Exit::Done })
}

/// The file of final states, opened before the run and written after it.
struct FinalFile {
    draft: Draft,
    format: final_state::Format,
}

impl FinalFile {
    fn begin(path: &Path) -> anyhow::Result<Self> {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let format = final_state::Format::of_extension(extension).ok_or_else(|| {
            let message = format!("`{}` is no name for final states", path.display());
            Failure::new(message, "let it end in `.csv` or `.jsonl`")
        })?;
        Ok(Self { draft: Draft::begin(path)?, format })
    }

    fn finish<C>(mut self, journeys: &Journeys, finished: &Finished<C>) -> io::Result<()> {
        final_state::write(&journeys.fleet, &finished.people, self.format, &mut self.draft)?;
        self.draft.publish()
    }
}

fn streams(command: &Run, size: Option<u64>) -> anyhow::Result<Streams> {
    if command.dead_letters.is_some() && command.dead_letters == command.final_states {
        let message = "the final states and the dead letters cannot be one file";
        return Err(Failure::new(message, "name two files").into());
    }
    let dead_letters = command.dead_letters.as_deref().map(Draft::begin).transpose()?;
    let records_seen = !command.quiet && terminal::output_may_be_seen();
    Ok(Streams { dead_letters, progress: Progress::begin(size, records_seen), records: io::stdout() })
}

fn wanted(command: &Run) -> Wanted {
    let by_itself = if terminal::output_is_terminal() { RecordsFormat::Text } else { RecordsFormat::Jsonl };
    let format = match command.format.unwrap_or(by_itself) {
        RecordsFormat::Text => Format::Text(terminal::paint_of_output()),
        RecordsFormat::Jsonl => Format::Jsonl,
    };
    Wanted {
        records: (!command.quiet).then_some(format),
        ignored: command.trace,
        dead_letters: command.dead_letters.is_some(),
    }
}

/// The journeys, and when which of their versions takes effect.
fn opened(command: &Run) -> anyhow::Result<Option<(Journeys, Option<Rollout>)>> {
    let instants = &command.deploy_at;
    if instants.is_empty() {
        return Ok(journeys::open(&command.journeys)?.map(|journeys| (journeys, None)));
    }
    if !instants.is_sorted_by(|a, b| a < b) {
        let message = "each version takes effect after the one before it";
        return Err(Failure::new(message, "give the instants of `--deploy-at` in ascending order").into());
    }
    let staged = journeys::staged(&command.journeys, instants)?;
    Ok(staged.map(|Staged { journeys, rollout }| (journeys, Some(rollout))))
}

fn too_late(at: i64) -> String {
    format!("nobody moved at {}, which is after the last event: `--until` lets time go on\n", format_instant(at))
}

fn added_up(reporters: Vec<Reporter>) -> Tally {
    let mut tallies = reporters.into_iter().map(Reporter::into_tally);
    let first = tallies.next().unwrap_or_default();
    tallies.fold(first, |mut sum, tally| {
        sum.add(&tally);
        sum
    })
}

#[allow(clippy::disallowed_methods, reason = "the command line measures how long a run takes")]
fn now() -> Instant {
    Instant::now()
}
