//! The journeys that run side by side, and what holds for all people on them.

use std::path::PathBuf;
use std::sync::Arc;

use crate::cli::failure::Failure;
use crate::cli::{judging, terminal};
use crate::graph::fleet::Fleet;
use crate::graph::machine::Machine;
use crate::model::journey::{Contract, EventKind, Journey};
use crate::orchestrator::process::Settings;
use crate::project::config::Config;
use crate::project::workspace::{Project, Workspace};
use crate::report::findings::count::Count;
use crate::report::findings::text;

/// What a run needs of the files that it was given.
#[derive(Debug)]
pub struct Cast {
    /// The journeys.
    pub fleet: Fleet,
    /// What holds for all people.
    pub settings: Settings,
}

impl Cast {
    /// Compiles the journeys at `paths`. Absent where they have errors of the language, which were then told.
    pub fn open(paths: &[PathBuf]) -> anyhow::Result<Option<Self>> {
        let workspace = judging::open(paths)?;
        let errors = judging::language_errors(&workspace);
        if !errors.is_empty() {
            terminal::tell(&text::render(&errors, &workspace.sources, terminal::paint_of_errors()));
            let count = Count::of(&errors, workspace.sources.len());
            terminal::tell(&format!("{}: nothing was run\n", count.line()));
            return Ok(None);
        }
        Self::of(workspace).map(Some)
    }

    fn of(workspace: Workspace) -> anyhow::Result<Self> {
        let projects: Vec<Project> = workspace.projects.into_iter().filter(|it| !it.journeys.is_empty()).collect();
        let Some(first) = projects.first() else {
            return Err(Failure::new("there is no journey to run", "name a file with a `journey`").into());
        };
        let settings = settings(&first.config);
        if projects.iter().any(|project| !same(&settings, &self::settings(&project.config))) {
            let message = "the journeys belong to projects with different settings";
            return Err(Failure::new(message, "run the journeys of one project at a time").into());
        }
        let journeys: Vec<Arc<Journey>> = projects.into_iter().flat_map(|project| project.journeys).collect();
        refuse_rivals(&journeys)?;
        let machines = journeys.into_iter().map(|journey| Arc::new(Machine::new(Arc::unwrap_or_clone(journey))));
        Ok(Self { fleet: Fleet::new(machines.collect()), settings })
    }
}

fn settings(config: &Config) -> Settings {
    Settings {
        idempotency_window: config.idempotency_window,
        processing_opt_in: config.processing_opt_in,
        default_tz: config.default_tz.to_string(),
    }
}

fn same(a: &Settings, b: &Settings) -> bool {
    let parts = |s: &Settings| (s.idempotency_window, s.processing_opt_in, s.default_tz.clone());
    parts(a) == parts(b)
}

/// Files that stand alone in different folders never met before: one id or one event may mean two things there.
fn refuse_rivals(journeys: &[Arc<Journey>]) -> anyhow::Result<()> {
    for (index, journey) in journeys.iter().enumerate() {
        for earlier in journeys.iter().take(index) {
            let id = &journey.id.value;
            if earlier.id.value == *id {
                let message = format!("there are two journeys `{id}`");
                return Err(Failure::new(message, "name only one of their files").into());
            }
            if let Some(event) = contested(earlier, journey) {
                let message = format!("`{}` and `{id}` declare the event `{event}` differently", earlier.id.value);
                return Err(Failure::new(message, "run them one at a time, or declare it once in a catalog").into());
            }
        }
    }
    Ok(())
}

fn contested<'a>(a: &Journey, b: &'a Journey) -> Option<&'a str> {
    let contract = |journey: &Journey, name: &str| -> Option<Contract> {
        journey.events.iter().find(|event| event.name == name).and_then(|event| match &event.kind {
            EventKind::Declared(contract, _) => Some(contract.clone()),
            _ => None,
        })
    };
    let names = b.events.iter().map(|event| event.name.as_str());
    names.into_iter().find(|name| match (contract(a, name), contract(b, name)) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    })
}
