//! Journeys that were compiled and go together, ready to move people.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::embed::refusal::{Faults, Refusal};
use crate::embed::runtime::Runtime;
use crate::graph::fleet::Fleet;
use crate::graph::machine::Machine;
use crate::lint::levels::judge;
use crate::lint::rule::Group;
use crate::model::journey::{Contract, EventKind, Journey};
use crate::orchestrator::process::Settings;
use crate::project::workspace::{Project, Workspace};
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
        let judged = workspace.projects.iter().flat_map(|project| judge(project.findings.clone(), &project.config));
        let findings: Vec<_> = judged.filter(|judged| judged.group == Group::Language).collect();
        if !findings.is_empty() {
            let count = Count::of(&findings, asked_files(&workspace));
            return Err(Refusal::Faults(Faults { findings, count, sources: workspace.sources }));
        }
        let projects: Vec<Project> = workspace.projects.into_iter().filter(|it| !it.journeys.is_empty()).collect();
        let settings = settings_of(&projects.first().ok_or(Refusal::NoJourney)?.config);
        if projects.iter().any(|project| settings != settings_of(&project.config)) {
            return Err(Refusal::DifferentSettings);
        }
        let journeys: Vec<Arc<Journey>> = projects.into_iter().flat_map(|project| project.journeys).collect();
        refuse_rivals(&journeys)?;
        let machines = journeys.into_iter().map(|journey| Arc::new(Machine::new(journey)));
        Ok(Self { fleet: Fleet::new(machines.collect()), settings })
    }

    /// A world without people, in memory, in which these journeys run.
    pub fn runtime(&self) -> Runtime<'_> {
        Runtime::new(&self.fleet, &self.settings)
    }
}

/// Files that stand alone in different folders never met before: one id or one event may mean two things there.
fn refuse_rivals(journeys: &[Arc<Journey>]) -> Result<(), Refusal> {
    let mut ids = BTreeSet::new();
    let mut contracts: BTreeMap<&str, (&Contract, &str)> = BTreeMap::new();
    for journey in journeys {
        let id = journey.id.value.as_str();
        if !ids.insert(id) {
            return Err(Refusal::SameId(id.to_owned()));
        }
        for event in &journey.events {
            let EventKind::Declared(contract, _) = &event.kind else { continue };
            match contracts.get(event.name.as_str()) {
                Some((known, a)) if *known != contract => {
                    let (a, b, event) = ((*a).to_owned(), id.to_owned(), event.name.to_string());
                    return Err(Refusal::Contested { a, b, event });
                }
                _ => contracts.insert(&event.name, (contract, id)),
            };
        }
    }
    Ok(())
}
