//! All tests of some projects, on all cores, their outcomes in file order whatever the threads.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::thread;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::graph::machine::Machine;
use crate::model::journey::Journey;
use crate::orchestrator::record::Recorder;
use crate::project::config::Config;
use crate::project::workspace::{Project, ScenarioFile, Workspace};
use crate::syntax::scenarios::TestDecl;
use crate::syntax::source::Source;
use crate::terms::finding::Finding;
use crate::terms::span::FileId;
use crate::trial::bind::{Scenery, bind};
use crate::trial::drift;
use crate::trial::play::{Player, Stop, retell};
use crate::trial::script::Script;
use crate::trial::stage::{Stage, contested};
use crate::trial::verdict::{Outcome, Verdict};
use crate::trial::witness::Nobody;

/// So many tests are taken by a thread at a time.
const BLOCK: usize = 64;

/// Which tests are run, and how.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// How many threads, at least 1.
    pub threads: usize,
    /// What their names must contain.
    pub filter: Option<&'a str>,
}

/// Runs the tests of `workspace`, which has no errors of the language. Of each test that fails, a new `audience` hears
/// the records of the item after which it failed.
pub fn run<R: Recorder + Send>(
    workspace: &Workspace,
    options: Options<'_>,
    audience: &(dyn Fn() -> R + Sync),
) -> Vec<Outcome<R>> {
    let house = House::new(workspace);
    let jobs: Vec<Job<'_>> = house.jobs(workspace).filter(|job| is_wanted(job.test, options.filter)).collect();
    let share = jobs.len().div_ceil(options.threads.max(1)).max(BLOCK);
    if jobs.len() <= share {
        return perform(&jobs, audience);
    }
    thread::scope(|scope| {
        let threads: Vec<_> = jobs.chunks(share).map(|jobs| scope.spawn(move || perform(jobs, audience))).collect();
        let join = |thread: thread::ScopedJoinHandle<'_, Vec<_>>| {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        threads.into_iter().flat_map(join).collect()
    })
}

fn is_wanted(test: &TestDecl, filter: Option<&str>) -> bool {
    filter.is_none_or(|filter| test.name.value.to_lowercase().contains(&filter.to_lowercase()))
}

/// A test with all that it needs.
#[derive(Clone, Copy)]
struct Job<'a> {
    test: &'a TestDecl,
    file: &'a ScenarioFile,
    source: &'a Source,
    stage: &'a Staged,
    ids: &'a FxHashMap<FileId, SmolStr>,
}

fn perform<R: Recorder + Send>(jobs: &[Job<'_>], audience: &(dyn Fn() -> R + Sync)) -> Vec<Outcome<R>> {
    let mut outcomes = Vec::with_capacity(jobs.len());
    for jobs in jobs.chunk_by(|a, b| std::ptr::eq(a.stage, b.stage)) {
        let Some(Ok(stage)) = jobs.first().map(|job| job.stage) else {
            let refused = jobs.iter().filter_map(|job| job.stage.as_ref().err().map(|finding| (job, finding)));
            outcomes.extend(refused.map(|(job, finding)| outcome(job, Verdict::Broken(vec![Finding::clone(finding)]))));
            continue;
        };
        let mut player = Player::new(stage, &stage.fleet, Nobody);
        for job in jobs {
            let scenery = Scenery { stage, source: job.source, named: &job.file.named, ids: job.ids };
            let verdict = match bind(job.test, scenery) {
                Err(findings) => Verdict::Broken(findings),
                Ok(script) => play(&script, stage, &mut player, audience),
            };
            outcomes.push(outcome(job, verdict));
        }
    }
    outcomes
}

fn outcome<R>(job: &Job<'_>, verdict: Verdict<R>) -> Outcome<R> {
    Outcome { name: job.test.name.clone(), verdict }
}

fn play<'s, R: Recorder + Send>(
    script: &Script,
    stage: &'s Stage,
    player: &mut Player<'s, Nobody>,
    audience: &(dyn Fn() -> R + Sync),
) -> Verdict<R> {
    let own = (!script.defaults.is_empty()).then(|| stage.with_defaults(&script.defaults));
    let result = match &own {
        None => player.play(script),
        Some(fleet) => Player::new(stage, fleet, Nobody).play(script),
    };
    let Err(stop) = result else { return Verdict::Passed };
    let Stop { failure, told } = *stop;
    // The same again, for whoever wants to know what happened: most tests pass, and are told to nobody.
    let fleet = own.as_ref().unwrap_or(&stage.fleet);
    let heard = retell(stage, fleet, script, (told, audience()));
    Verdict::Failed(failure, heard)
}

/// A stage, or why journeys cannot run side by side.
type Staged = Result<Stage, Box<Finding>>;

/// The journeys of all projects, put on stages.
struct House {
    stages: Vec<Staged>,
    by_cast: BTreeMap<Vec<FileId>, usize>,
    ids: FxHashMap<FileId, SmolStr>,
}

impl House {
    fn new(workspace: &Workspace) -> Self {
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

    fn jobs<'a>(&'a self, workspace: &'a Workspace) -> impl Iterator<Item = Job<'a>> {
        let files = workspace.projects.iter().flat_map(|project| &project.scenarios);
        let tests = files.flat_map(|file| file.document.tests.iter().map(move |test| (file, test)));
        tests.filter_map(|(file, test)| {
            let stage = self.stages.get(*self.by_cast.get(&cast(file, test)?)?)?;
            let source = workspace.sources.get(file.document.file.0 as usize)?;
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
            Err(Box::new(Finding::new(drift::RULE, span, message).help(help)))
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
