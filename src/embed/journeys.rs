//! Journeys that were compiled and go together, ready to move people.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::embed::refusal::{Faults, Refusal};
use crate::embed::runtime::Runtime;
use crate::graph::fleet::{Fleet, contested};
use crate::graph::machine::Machine;
use crate::lint::levels::{Judged, judge};
use crate::lint::rule::Group;
use crate::model::journey::Journey;
use crate::orchestrator::process::Settings;
use crate::project::workspace::Workspace;
use crate::report::findings::count::{Count, asked_files};
use crate::runner::settings::settings as settings_of;

/// Compiled journeys, and what holds for all people on them.
#[derive(Debug)]
pub struct Journeys {
    /// The journeys.
    pub fleet: Fleet,
    /// What holds for all people.
    pub settings: Settings,
}

impl Journeys {
    /// Compiles the journeys at `path`, a file or a folder, in the project of the nearest `wayfare.toml`.
    pub fn from_folder(path: impl AsRef<Path>) -> Result<Self, Refusal> {
        Self::of(Workspace::open(&[path.as_ref().to_owned()])?)
    }

    /// Compiles files that stand in memory, each under the path that findings shall name.
    pub fn from_text<P: Into<PathBuf>, T: Into<String>>(
        files: impl IntoIterator<Item = (P, T)>,
    ) -> Result<Self, Refusal> {
        let files: Vec<_> = files.into_iter().map(|(path, text)| (path.into(), text.into())).collect();
        Self::of(Workspace::from_texts(&files))
    }

    /// The journeys of `workspace`, unless they break the language or do not go together.
    pub fn of(workspace: Workspace) -> Result<Self, Refusal> {
        let workspace = sound(workspace)?;
        let journeys = workspace.projects.iter().flat_map(|project| project.journeys.iter().cloned()).collect();
        Self::among(&workspace, journeys)
    }

    /// Those of `journeys`, sound ones of `workspace`, unless they do not go together.
    pub fn among(workspace: &Workspace, journeys: Vec<Arc<Journey>>) -> Result<Self, Refusal> {
        let settings = settings(workspace)?;
        let mut ids = BTreeMap::new();
        for journey in &journeys {
            let id = journey.id.value.to_string();
            match ids.insert(&journey.id.value, &journey.version) {
                Some(version) if *version == journey.version => return Err(Refusal::SameId(id)),
                Some(_) => return Err(Refusal::Versions(id)),
                None => {}
            }
        }
        let fleet = Fleet::new(journeys.into_iter().map(|journey| Arc::new(Machine::new(journey))).collect());
        refuse_contested(&fleet.machines)?;
        Ok(Self { fleet, settings })
    }

    /// No journey at all.
    pub fn none(settings: Settings) -> Self {
        Self { fleet: Fleet::default(), settings }
    }

    /// A world without people, in memory, in which these journeys run.
    pub fn runtime(&self) -> Runtime<'_> {
        Runtime::new(&self.fleet, &self.settings)
    }
}

/// `workspace`, unless something in it breaks the language.
pub(in crate::embed) fn sound(workspace: Workspace) -> Result<Workspace, Refusal> {
    let judged = workspace.projects.iter().flat_map(|project| judge(project.findings.clone(), &project.config));
    let findings: Vec<Judged> = judged.filter(|judged| judged.group == Group::Language).collect();
    if findings.is_empty() { Ok(workspace) } else { Err(faulty(findings, workspace)) }
}

/// The refusal of `workspace` for `findings`.
pub(in crate::embed) fn faulty(findings: Vec<Judged>, workspace: Workspace) -> Refusal {
    let count = Count::of(&findings, asked_files(&workspace));
    Refusal::Faults(Faults { findings, count, sources: workspace.sources })
}

/// What holds for all people in each project of `workspace` that has a journey.
pub(in crate::embed) fn settings(workspace: &Workspace) -> Result<Settings, Refusal> {
    let projects = workspace.projects.iter().filter(|project| !project.journeys.is_empty());
    let mut all = projects.map(|project| settings_of(&project.config));
    let settings = all.next().ok_or(Refusal::NoJourney)?;
    if all.all(|other| other == settings) { Ok(settings) } else { Err(Refusal::DifferentSettings) }
}

/// Files that stand alone in different folders never met before: one event may mean two things there.
pub(in crate::embed) fn refuse_contested(machines: &[Arc<Machine>]) -> Result<(), Refusal> {
    match contested(machines) {
        Some((a, b, event)) => Err(Refusal::Contested { a: a.to_string(), b: b.to_string(), event: event.to_string() }),
        None => Ok(()),
    }
}
