//! The journeys that come with Wayfare: clean, tested step by step, and walked by the sample events.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use wayfare::embed::happening::{Happening, What};
use wayfare::embed::journeys::Journeys;
use wayfare::lint::levels::judge;
use wayfare::model::journey::StateKind;
use wayfare::orchestrator::record::{Record, Recorder};
use wayfare::project::workspace::Workspace;
use wayfare::trial::run::{Options, run};
use wayfare::trial::verdict::Verdict;

const FOLDER: &str = "journeys";

struct Nobody;

impl Recorder for Nobody {
    fn record(&mut self, _: &Record<'_>) {}
}

fn workspace() -> Workspace {
    Workspace::open_tests(&[PathBuf::from(FOLDER)]).unwrap()
}

/// The ids of all steps, by journey.
fn steps(workspace: &Workspace) -> BTreeMap<String, BTreeSet<String>> {
    let journeys = workspace.projects.iter().flat_map(|project| &project.journeys);
    let ids = journeys.map(|journey| {
        let steps = journey.steps.iter().map(|step| step.id.value.to_string());
        (journey.id.value.to_string(), steps.collect())
    });
    ids.collect()
}

#[test]
fn nothing_is_wrong_with_it() {
    let workspace = workspace();
    let judged: Vec<_> =
        workspace.projects.iter().flat_map(|project| judge(project.findings.clone(), &project.config)).collect();
    assert!(judged.is_empty(), "{judged:#?}");
    assert_eq!(steps(&workspace).len(), 9);
}

#[test]
fn its_tests_pass_and_see_each_step_taken() {
    let workspace = workspace();
    let outcomes = run(&workspace, Options { threads: 2, filter: None }, &|| Nobody);
    let failed: Vec<_> =
        outcomes.iter().filter(|it| !matches!(it.verdict, Verdict::Passed)).map(|it| &it.name.value).collect();
    assert!(failed.is_empty() && outcomes.len() >= 50, "{failed:?} of {}", outcomes.len());
    // All passed, so what a test expects to be taken was taken.
    let mut unseen = steps(&workspace);
    for file in workspace.projects.iter().flat_map(|project| &project.scenarios) {
        let Some(left) = unseen.get_mut(file.document.journey.value.as_str()) else { continue };
        let expected = file.document.tests.iter().flat_map(|test| &test.steps).filter_map(|item| item.expect.as_ref());
        for step in expected.filter_map(|expect| expect.steps.as_ref()).flat_map(|steps| &steps.value) {
            left.remove(step.value.as_str());
        }
    }
    unseen.retain(|_, steps| !steps.is_empty());
    assert!(unseen.is_empty(), "no test sees these steps taken: {unseen:#?}");
}

#[test]
fn the_sample_events_visit_all_of_it() {
    let journeys = Journeys::from_folder(FOLDER).unwrap();
    let mut runtime = journeys.runtime();
    let events = std::fs::read_to_string(Path::new(FOLDER).join("sample.events.jsonl")).unwrap();
    let mut told: Vec<Happening> = events.lines().flat_map(|line| runtime.process_event(line)).collect();
    told.extend(runtime.advance(wayfare::terms::time::parse_instant("2030-01-01T00:00:00Z").unwrap()));
    let mut unseen = BTreeSet::new();
    for machine in &journeys.fleet.machines {
        let journey = &machine.journey;
        unseen.extend(journey.steps.iter().map(|step| format!("{}: {}", journey.id.value, step.id.value)));
        let states = journey.states.iter().skip(1).filter(|state| !matches!(state.kind, StateKind::History(..)));
        unseen.extend(states.map(|state| format!("{}: {}", journey.id.value, state.name.value)));
    }
    let everything = unseen.len();
    for happening in &told {
        let journey = happening.journey.clone().unwrap_or_default();
        for name in happening.steps.iter().chain(&happening.entered) {
            unseen.remove(&format!("{journey}: {name}"));
        }
    }
    assert!(unseen.is_empty(), "of {everything} steps and states no one took or entered these: {unseen:#?}");
    for (what, least) in [("duplicate", 20), ("no-match", 20), ("completed", 20), ("no-key", 0)] {
        let count = told.iter().filter(|it| it.what == What::Ignored(what)).count();
        assert!(count >= least, "{count} {what}");
    }
    let dead = told.iter().filter(|it| matches!(it.what, What::DeadLetter { .. })).count();
    let merged = told.iter().filter(|it| matches!(it.what, What::Merged(_))).count();
    assert!(dead >= 10 && merged >= 10, "{dead} dead letters, {merged} merges");
}
