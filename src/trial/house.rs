//! All tests of some projects, each with the stage that it is played on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::graph::machine::Machine;
use crate::model::journey::Journey;
use crate::project::config::Config;
use crate::project::workspace::{Project, ScenarioFile, Workspace};
use crate::syntax::scenarios::TestDecl;
use crate::syntax::source::Source;
use crate::terms::finding::Finding;
use crate::terms::rule::SCENARIO_DRIFT;
use crate::terms::span::FileId;
use crate::trial::bind::{Scenery, bind};
use crate::trial::script::Script;
use crate::trial::stage::{Stage, contested};

/// A test with all that it needs.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The test.
    pub test: &'a TestDecl,
    /// The stage that it is played on.
    pub stage: &'a Staged,
    file: &'a ScenarioFile,
    source: &'a Source,
    ids: &'a FxHashMap<FileId, SmolStr>,
}

impl Job<'_> {
    /// The script of the test on its stage.
    pub fn script(&self, stage: &Stage) -> Result<Script, Vec<Finding>> {
        bind(self.test, Scenery { stage, source: self.source, named: &self.file.named, ids: self.ids })
    }

    /// The files of the journeys that run in it.
    pub fn cast(&self) -> Vec<FileId> {
        cast(self.file, self.test).unwrap_or_default()
    }
}

/// A stage, or why journeys cannot run side by side.
pub type Staged = Result<Stage, Box<Finding>>;

/// The journeys of all projects, put on stages.
#[derive(Debug)]
pub struct House {
    stages: Vec<Staged>,
    by_cast: BTreeMap<Vec<FileId>, usize>,
    ids: FxHashMap<FileId, SmolStr>,
}

impl House {
    /// Puts the journeys of the tests of `workspace` on stages.
    pub fn new(workspace: &Workspace) -> Self {
        let mut house = Self { stages: Vec::new(), by_cast: BTreeMap::new(), ids: FxHashMap::default() };
        for project in &workspace.projects {
            let mut machines = Machines::of(project);
            house.ids.extend(machines.journeys.iter().map(|(file, journey)| (*file, journey.id.value.clone())));
            for file in &project.scenarios {
                for test in &file.document.tests {
                    let Some(cast) = cast(file, test) else { continue };
                    if !house.by_cast.contains_key(&cast) {
                        let stage = machines.stage(&cast, test, &project.config);
                        house.by_cast.insert(cast, house.stages.len());
                        house.stages.push(stage);
                    }
                }
            }
        }
        house
    }

    /// The tests of one of its projects, in file order; `sources` are those of the workspace.
    pub fn jobs<'a>(&'a self, project: &'a Project, sources: &'a [Source]) -> impl Iterator<Item = Job<'a>> {
        let files = project.scenarios.iter();
        let tests = files.flat_map(|file| file.document.tests.iter().map(move |test| (file, test)));
        tests.filter_map(|(file, test)| {
            let stage = self.stages.get(*self.by_cast.get(&cast(file, test)?)?)?;
            let source = sources.get(file.document.file.0 as usize)?;
            Some(Job { test, file, source, stage, ids: &self.ids })
        })
    }
}

/// The files of the journeys that run in `test`, the one that is tested first.
fn cast(file: &ScenarioFile, test: &TestDecl) -> Option<Vec<FileId>> {
    let beside = test.journeys.iter().filter_map(|name| file.named.get(&name.value).copied());
    let mut cast = vec![file.tested?];
    for other in beside {
        if !cast.contains(&other) {
            cast.push(other);
        }
    }
    Some(cast)
}

/// The journeys of a project, each made ready once.
struct Machines<'p> {
    journeys: BTreeMap<FileId, &'p Arc<Journey>>,
    ready: BTreeMap<FileId, Arc<Machine>>,
}

impl<'p> Machines<'p> {
    fn of(project: &'p Project) -> Self {
        let all = project.journeys.iter().chain(&project.others).chain(&project.guests);
        Self { journeys: all.map(|journey| (journey.file, journey)).collect(), ready: BTreeMap::new() }
    }

    fn stage(&mut self, cast: &[FileId], test: &TestDecl, config: &Config) -> Staged {
        let machines: Vec<Arc<Machine>> = cast.iter().filter_map(|file| self.machine(*file)).collect();
        let broken = |message: String, help: &str| {
            let span = test.journeys.first().map_or(test.name.span, |name| name.span);
            Err(Box::new(Finding::new(SCENARIO_DRIFT, span, message).help(help)))
        };
        let Some(tested) = machines.first().map(|machine| machine.journey.id.value.clone()) else {
            return broken("the journey that is tested could not be read".to_owned(), "put its errors right");
        };
        let ids: BTreeSet<&SmolStr> = machines.iter().map(|machine| &machine.journey.id.value).collect();
        if ids.len() < machines.len() {
            return broken("one journey is in this test twice".to_owned(), "name files of other journeys");
        }
        if let Some((journey, event)) = contested(&machines) {
            let message =
                format!("`{journey}` and another journey of this test declare the event `{event}` differently");
            return broken(message, "declare the event once, in a catalog");
        }
        Ok(Stage::new(machines, &tested, config))
    }

    fn machine(&mut self, file: FileId) -> Option<Arc<Machine>> {
        let journey = self.journeys.get(&file)?;
        let ready = self.ready.entry(file).or_insert_with(|| Arc::new(Machine::new(Arc::clone(journey))));
        Some(Arc::clone(ready))
    }
}
