//! The journeys that come with Wayfare: clean, tested step by step, and walked by the sample events.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod vocabulary;
mod walked;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use wayfare::embed::happening::{Happening, What};
use wayfare::embed::journeys::Journeys;
use wayfare::lint::levels::judge;
use wayfare::model::journey::StateKind;
use wayfare::project::workspace::Workspace;

use vocabulary::Said;

const FOLDER: &str = "journeys";

fn workspace() -> Workspace {
    Workspace::open_tests(&[PathBuf::from(FOLDER)]).unwrap()
}

#[test]
fn nothing_is_wrong_with_it() {
    let workspace = workspace();
    let judged: Vec<_> =
        workspace.projects.iter().flat_map(|project| judge(project.findings.clone(), &project.config)).collect();
    assert!(judged.is_empty(), "{judged:#?}");
    assert_eq!(walked::steps(&workspace).len(), 9);
}

#[test]
fn its_tests_pass_and_see_each_step_taken() {
    let workspace = workspace();
    assert!(walked::passed(&workspace) >= 50);
    let unseen = walked::unseen(&workspace);
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

/// What of the language these texts do not say.
fn unsaid(texts: &[String]) -> Vec<String> {
    let mut said = Said::default();
    for text in texts {
        said.read(text);
    }
    said.unsaid()
}

#[test]
fn it_uses_all_of_the_language() {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    let texts: Vec<String> = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let unsaid = unsaid(&texts);
    assert!(unsaid.is_empty(), "no journey, catalog or test says this: {unsaid:#?}");
}

#[test]
fn what_is_only_mentioned_is_not_used() {
    let text = r#"
wayfare: 1
journey: a                              # deploy: seconds(1)
title: "seconds(1), raise: X"
states:
  A:
    on_entry:
      - note: { text: "hours(1), ==, =, emit: =days(1)", more: "=`minutes(1)` + \"floor(1)\" // ceil(1)" }
      - note: { text: "$${hash(1)} ${round(1)}" }
"#;
    let unsaid = unsaid(&[text.to_owned()]);
    for mentioned in
        ["seconds(…)", "hours(…)", "days(…)", "floor(…)", "ceil(…)", "hash(…)", "item.raise", "deed.deploy"]
    {
        assert!(unsaid.iter().any(|word| word == mentioned), "{mentioned} is only mentioned");
    }
    for used in ["minutes(…)", "round(…)", "state.on_entry", "value.hole", "value.escaped-hole", "value.formula", "+"]
    {
        assert!(!unsaid.iter().any(|word| word == used), "{used} is used");
    }
}

/// What the project leaves out can be named all the same, and is no second journey of its id.
#[test]
fn an_earlier_version_can_be_checked_by_name() {
    let earlier = PathBuf::from(FOLDER).join("earlier/trial-1.3.0.yaml");
    for paths in [vec![earlier.clone()], vec![PathBuf::from(FOLDER), earlier]] {
        let workspace = Workspace::open_tests(&paths).unwrap();
        let project = &workspace.projects[0];
        let judged = judge(project.findings.clone(), &project.config);
        assert!(
            judged.is_empty() && project.journeys.iter().any(|it| it.version.to_string() == "1.3.0"),
            "{judged:#?}"
        );
    }
}
