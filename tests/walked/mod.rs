//! What the scenario tests of a workspace show: whether they pass, and which steps none of them expects to be taken.

use std::collections::{BTreeMap, BTreeSet};

use wayfare::orchestrator::record::{Record, Recorder};
use wayfare::project::workspace::Workspace;
use wayfare::trial::run::{Options, run};
use wayfare::trial::verdict::Verdict;

struct Nobody;

impl Recorder for Nobody {
    fn record(&mut self, _: &Record<'_>) {}
}

/// Runs all tests; how many passed. One that does not fails whoever asks.
#[track_caller]
pub fn passed(workspace: &Workspace) -> usize {
    let outcomes = run(workspace, Options { threads: 2, filter: None }, &|| Nobody);
    let failed = outcomes.iter().filter(|it| !matches!(it.verdict, Verdict::Passed));
    let failed: Vec<_> = failed.map(|it| &it.name.value).collect();
    assert!(failed.is_empty(), "{failed:?} of {}", outcomes.len());
    outcomes.len()
}

/// The ids of all steps, by journey.
pub fn steps(workspace: &Workspace) -> BTreeMap<String, BTreeSet<String>> {
    let journeys = workspace.projects.iter().flat_map(|project| &project.journeys);
    let ids = journeys.map(|journey| {
        let steps = journey.steps.iter().map(|step| step.id.value.to_string());
        (journey.id.value.to_string(), steps.collect())
    });
    ids.collect()
}

/// The steps that no test expects to be taken. Where all tests pass, what is expected was taken.
pub fn unseen(workspace: &Workspace) -> BTreeMap<String, BTreeSet<String>> {
    let mut unseen = steps(workspace);
    for file in workspace.projects.iter().flat_map(|project| &project.scenarios) {
        let Some(left) = unseen.get_mut(file.document.journey.value.as_str()) else { continue };
        let expected = file.document.tests.iter().flat_map(|test| &test.steps).filter_map(|item| item.expect.as_ref());
        for step in expected.filter_map(|expect| expect.steps.as_ref()).flat_map(|steps| &steps.value) {
            left.remove(step.value.as_str());
        }
    }
    unseen.retain(|_, steps| !steps.is_empty());
    unseen
}
