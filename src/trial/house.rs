//! All tests of some projects, each with the stage that it is played on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use semver::Version;
use smol_str::SmolStr;

use crate::graph::fleet::contested;
use crate::graph::machine::Machine;
use crate::model::journey::Journey;
use crate::project::config::Config;
use crate::project::workspace::{Project, ScenarioFile, Workspace};
use crate::syntax::scenarios::{Deed, TestDecl};
use crate::syntax::source::Source;
use crate::terms::finding::Finding;
use crate::terms::rule::SCENARIO_DRIFT;
use crate::terms::span::FileId;
use crate::trial::bind::{Scenery, bind};
use crate::trial::script::Script;
use crate::trial::stage::Stage;

/// A test with all that it needs.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The test.
    pub test: &'a TestDecl,
    /// The stage that it is played on.
    pub stage: &'a Staged,
    file: &'a ScenarioFile,
    source: &'a Source,
}

impl Job<'_> {
    /// The script of the test on its stage.
    pub fn script(&self, stage: &Stage) -> Result<Script, Vec<Finding>> {
        bind(self.test, Scenery { stage, source: self.source, named: &self.file.named })
    }

    /// The files of the journeys that run in it.
    pub fn cast(&self) -> Vec<FileId> {
        cast(self.file, self.test).map(|cast| [cast.first, cast.later].concat()).unwrap_or_default()
    }
}

/// A stage, or why journeys cannot run side by side.
pub type Staged = Result<Stage, Box<Finding>>;

/// The journeys of all projects, put on stages.
#[derive(Debug)]
pub struct House {
    stages: Vec<Staged>,
    by_cast: BTreeMap<Cast, usize>,
}

impl House {
    /// Puts the journeys of the tests of `workspace` on stages.
    pub fn new(workspace: &Workspace) -> Self {
        let mut house = Self { stages: Vec::new(), by_cast: BTreeMap::new() };
        for project in &workspace.projects {
            let mut machines = Machines::of(project);
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
            Some(Job { test, stage, file, source })
        })
    }
}

/// The files of the journeys that run in a test.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cast {
    /// From the beginning, the one that is tested before all.
    first: Vec<FileId>,
    /// From when they are deployed.
    later: Vec<FileId>,
}

fn cast(file: &ScenarioFile, test: &TestDecl) -> Option<Cast> {
    let mut cast = Cast { first: vec![file.tested?], later: Vec::new() };
    for other in test.journeys.iter().filter_map(|name| file.named.get(&name.value)) {
        if !cast.first.contains(other) {
            cast.first.push(*other);
        }
    }
    for item in &test.steps {
        let Some(Deed::Deploy(name)) = item.deed.as_ref().map(|deed| &deed.value) else { continue };
        let other = file.named.get(&name.value).filter(|file| !cast.first.contains(file) && !cast.later.contains(file));
        cast.later.extend(other);
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

    fn stage(&mut self, cast: &Cast, test: &TestDecl, config: &Config) -> Staged {
        let mut machines: Vec<Arc<Machine>> = cast.first.iter().filter_map(|file| self.machine(*file)).collect();
        let opened = machines.len();
        let broken = |message: String, help: &str| {
            let span = test.journeys.first().map_or(test.name.span, |name| name.span);
            Err(Box::new(Finding::new(SCENARIO_DRIFT, span, message).help(help)))
        };
        if machines.is_empty() {
            return broken("the journey that is tested could not be read".to_owned(), "put its errors right");
        }
        let ids: BTreeSet<&SmolStr> = machines.iter().map(|machine| &machine.journey.id.value).collect();
        if ids.len() < machines.len() {
            return broken("one journey is in this test twice".to_owned(), "name files of other journeys");
        }
        machines.extend(cast.later.iter().filter_map(|file| self.machine(*file)));
        let versions: BTreeSet<(&SmolStr, &Version)> =
            machines.iter().map(|machine| (&machine.journey.id.value, &machine.journey.version)).collect();
        if versions.len() < machines.len() {
            return broken("one version of a journey is in this test twice".to_owned(), "deploy another version");
        }
        if let Some((a, b, event)) = contested(&machines) {
            let message = format!("`{a}` and `{b}` declare the event `{event}` differently");
            return broken(message, "declare the event once, in a catalog");
        }
        Ok(Stage::new(machines, opened, config))
    }

    fn machine(&mut self, file: FileId) -> Option<Arc<Machine>> {
        let journey = self.journeys.get(&file)?;
        let ready = self.ready.entry(file).or_insert_with(|| Arc::new(Machine::new(Arc::clone(journey))));
        Some(Arc::clone(ready))
    }
}
