//! What `init` makes is right at once, in any folder, and takes nothing away.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod harness;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use harness::{Ran, Wayfare};
use insta::assert_snapshot;

/// The names of the templates, as `--list` gives them.
fn templates() -> Vec<String> {
    let list = Wayfare::new("init --list").exits(0).stdout();
    list.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

/// Every file below `folder` with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// That the project in the folder passes everything, with nothing left to say.
#[track_caller]
fn passes(ran: Ran) -> Ran {
    let checked = ran.then("fmt --check").exits(0).then("check --deny-warnings").exits(0);
    assert!(checked.stderr().starts_with("no findings in "), "{}", checked.snapshot());
    let tested = checked.then("test").exits(0);
    assert!(tested.stderr().contains(" 0 failed"), "{}", tested.snapshot());
    tested
}

#[test]
fn there_are_templates_for_the_trade() {
    let templates = templates();
    for name in ["welcome-series", "abandoned-cart", "trial-to-paid", "win-back", "dunning", "onboarding-checklist"] {
        assert!(templates.iter().any(|template| template == name), "{name}");
    }
    assert_snapshot!("list", Wayfare::new("init --list").exits(0).stdout());
}

#[test]
fn every_template_is_right_in_an_empty_folder() {
    for name in templates() {
        let ran = passes(Wayfare::new(&format!("init --template {name}")).exits(0));
        let journey = ran.read(&format!("journeys/{name}.yaml"));
        let scenarios = ran.read(&format!("journeys/{name}.scenarios.yaml"));
        every_step_is_tested(&name, &journey, &scenarios);
        assert!(journey.matches("# ").count() >= 4 && journey.contains("# Numbers to change: "), "{name} is explained");
        assert!(journey.contains("\nversion: 1.0.0\n") && journey.contains("\nowner: "), "{name}");
        let ran = ran.then(&format!("run journeys --strict --events events/{name}.jsonl")).exits(0);
        let summary = ran.stderr();
        assert!(summary.contains("dead letters") && summary.contains("effects sent"), "{name}: {summary}");
        let steps: BTreeSet<String> = ran.json_lines().iter().map(|record| record["kind"].to_string()).collect();
        assert!(steps.contains("\"enter\"") && steps.contains("\"step\""), "{name}: {steps:?}");
    }
}

/// Each step of the journey, by its id, is what some test expects.
#[track_caller]
fn every_step_is_tested(name: &str, journey: &str, scenarios: &str) {
    let journey: serde_yaml::Value = serde_yaml::from_str(journey).unwrap();
    let scenarios: serde_yaml::Value = serde_yaml::from_str(scenarios).unwrap();
    let mut ids = BTreeSet::new();
    collect(&journey, &mut |key, value| {
        if key == "steps" {
            ids.extend(value.as_sequence().unwrap().iter().map(|step| step["id"].as_str().unwrap().to_owned()));
        }
    });
    let mut expected = BTreeSet::new();
    collect(&scenarios, &mut |key, value| {
        if key == "steps" {
            expected.extend(value.as_sequence().unwrap().iter().filter_map(|id| id.as_str().map(str::to_owned)));
        }
    });
    assert!(!ids.is_empty());
    let missing: Vec<&String> = ids.difference(&expected).collect();
    assert!(missing.is_empty(), "{name}: no test expects {missing:?}");
}

fn collect(value: &serde_yaml::Value, take: &mut impl FnMut(&str, &serde_yaml::Value)) {
    match value {
        serde_yaml::Value::Mapping(mapping) => {
            for (key, value) in mapping {
                take(key.as_str().unwrap_or_default(), value);
                collect(value, take);
            }
        }
        serde_yaml::Value::Sequence(items) => items.iter().for_each(|item| collect(item, take)),
        _ => {}
    }
}

#[test]
fn all_templates_live_in_one_project_in_any_order() {
    let mut names = templates();
    for _ in 0..2 {
        let mut ran = Wayfare::new("--version").exits(0);
        for name in &names {
            let before = files(&ran.path(""));
            ran = ran.then(&format!("init --template {name}")).exits(0).then("check --deny-warnings").exits(0);
            let after = files(&ran.path(""));
            for (path, bytes) in before {
                assert_eq!(after.get(&path), Some(&bytes), "{name} changed {path}");
            }
        }
        let ran = passes(ran);
        let all: Vec<u8> =
            names.iter().flat_map(|name| fs::read(ran.path(format!("events/{name}.jsonl"))).unwrap()).collect();
        ran.then("run journeys --strict --quiet --events -").stdin(all).exits(0);
        names.reverse();
    }
}

const FLOWS: &str = "\
wayfare: 1
journey: own
version: 1.0.0
title: A journey of our own
owner: growth-team
uses: own
events:
  SIGNED_UP:
    payload: { source: string? }
initial: NEW
states:
  NEW:
    steps:
      - { id: first, triggers: SIGNED_UP, to: DONE, actions: [greet] }
      - { id: later, after: 3d, to: DONE }
  DONE: { final: true }
";

const OWN_CATALOG: &str = "\
wayfare: 1
catalog: own
actions:
  greet: { sink: letters, basis: contract }
";

#[test]
fn every_template_is_right_in_a_project_of_another_make() {
    for name in templates() {
        let config = "[project]\njourneys = [\"flows\"]\n[sinks.letters]\n[lint]\nstyle = \"error\"\n";
        let wayfare = Wayfare::new(&format!("init --template {name}"))
            .file("wayfare.toml", config)
            .file("README.md", "ours")
            .file("flows/own.yaml", FLOWS)
            .file("flows/own.catalog.yaml", OWN_CATALOG)
            .file(".vscode/settings.json", "{}")
            .file(".github/workflows/wayfare.yaml", "name: ours\n");
        let before = files(&wayfare.path(""));
        let ran = wayfare.exits(0);
        if name == "welcome-series" {
            assert_snapshot!("into-another-project", ran.stderr());
        }
        let ran = passes(ran);
        let after = files(&ran.path(""));
        assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)), "{name}");
        assert!(after.contains_key(&format!("flows/{name}.yaml")), "{name}");
    }
}

#[test]
fn what_is_there_is_kept_and_said_to_be() {
    let made = Wayfare::new("init shop").exits(0);
    assert_snapshot!("created", made.stderr());
    assert_eq!(made.stdout(), "");
    let before = files(&made.path(""));
    let again = made.then("init shop").exits(0);
    assert_eq!(files(&again.path("")), before);
    assert!(!again.stderr().contains("created") && !again.stderr().contains("something else"), "{}", again.stderr());
    let edited = again.read("shop/journeys/welcome-series.yaml").replace("after: 14d", "after: 10d");
    let ran = again
        .then("init shop")
        .file("shop/journeys/welcome-series.yaml", edited)
        .without("shop/events/welcome-series.jsonl")
        .exits(0);
    assert_snapshot!("edited", ran.stderr());
    assert!(!ran.path("shop/events/welcome-series.jsonl").exists());
}

#[test]
fn a_dry_run_writes_nothing() {
    let ran = Wayfare::new("init --dry-run --template dunning").file("journeys/README.md", "ours").exits(0);
    assert_eq!(ran.files(), ["journeys"]);
    assert_snapshot!("dry-run", ran.stderr());
}

#[test]
fn a_catalog_of_the_same_name_that_says_something_else_is_left_alone() {
    let other = "wayfare: 1\ncatalog: marketing\ncaps:\n  monthly: { max: 1, per: 30d }\n";
    for path in ["journeys/marketing.catalog.yaml", "journeys/ours.yaml"] {
        let ran = Wayfare::new("init")
            .file(path, other)
            .file("wayfare.toml", "[sinks.email]\npurpose = \"marketing\"\n")
            .exits(0);
        let ran = passes(ran);
        assert_eq!(ran.read(path), other);
        let journey = ran.read("journeys/welcome-series.yaml");
        assert!(journey.contains("\nuses: welcome-series-marketing\n"), "{journey}");
    }
    let richer = Wayfare::new("init --template win-back").exits(0);
    let text = richer.read("journeys/marketing.catalog.yaml").replace("max: 3, per: 7d", "max: 2, per: 7d");
    let ran = richer.then("init --template abandoned-cart").file("journeys/marketing.catalog.yaml", text).exits(0);
    assert!(ran.read("journeys/abandoned-cart.yaml").contains("\nuses: marketing\n"));
    passes(ran);
}

/// The path and the text of a file that is there.
type File<'a> = (&'a str, &'a str);

#[test]
fn what_cannot_be_right_is_refused_and_nothing_is_written() {
    let mut all = String::new();
    let own = FLOWS.replace("journey: own", "journey: welcome-series");
    let clash = FLOWS.replace("source: string?", "source: int");
    let toml = "[sinks.letters]\n";
    let cases: [(&str, &str, &[File<'_>]); 5] = [
        ("a file stands where the folder should", "init shop", &[("shop", "")]),
        ("the folder lies in another project", "init inner", &[("wayfare.toml", ""), ("inner/x", "")]),
        (
            "the journey is there",
            "init",
            &[("wayfare.toml", toml), ("journeys/mine.yaml", &own), ("journeys/own.yaml", OWN_CATALOG)],
        ),
        (
            "an event means something else",
            "init",
            &[("wayfare.toml", toml), ("journeys/own.yaml", &clash), ("journeys/c.yaml", OWN_CATALOG)],
        ),
        ("a template that is not there", "init --template welcom-series", &[]),
    ];
    for (what, args, there) in cases {
        let wayfare = there.iter().fold(Wayfare::new(args), |wayfare, (path, text)| wayfare.file(path, text));
        let root = fs::canonicalize(wayfare.path("")).unwrap().display().to_string();
        let before = files(&wayfare.path(""));
        let ran = wayfare.exits(2);
        assert_eq!(files(&ran.path("")), before, "{what}");
        all = format!("{all}## {what}\n$ wayfare {args}\n{}\n", ran.stderr().replace(&root, "[ROOT]"));
    }
    assert_snapshot!("refused", all);
}

#[test]
fn a_failure_on_the_way_says_what_was_made() {
    let ran = Wayfare::new("init").file(".vscode", "a file").exits(2);
    assert_snapshot!("midway", ran.stderr());
    let ran = ran.then("init").without(".vscode").exits(0);
    assert!(ran.stderr().contains("kept     wayfare.toml") && ran.stderr().contains("created  .githooks/pre-commit"));
    passes(ran);
}

#[test]
fn journeys_that_stood_alone_keep_their_sinks() {
    let ran = Wayfare::new("init").file("journeys/own.yaml", FLOWS).file("journeys/c.yaml", OWN_CATALOG).exits(0);
    let config = ran.read("wayfare.toml");
    assert!(
        config.contains("[sinks.letters]\nkind = \"log\"\n") && config.matches("[sinks.email]").count() == 1,
        "{config}"
    );
    passes(ran);
}

#[test]
fn a_journey_that_an_ignore_file_leaves_out_is_said_to_be() {
    let ran = Wayfare::new("init").file(".gitignore", "welcome-*\n").exits(0);
    assert!(ran.stderr().contains("leaves out `journeys/welcome-series.yaml`"), "{}", ran.stderr());
}

#[test]
fn findings_that_were_there_are_nobody_elses() {
    let broken = FLOWS.replace("to: DONE, actions: [greet]", "to: NOWHERE");
    let ran = Wayfare::new("init").file("wayfare.toml", "").file("journeys/own.yaml", broken).exits(0);
    let ran = ran.then("check journeys/welcome-series.yaml --deny-warnings").exits(0);
    ran.then("check").exits(1);
}

#[test]
fn the_settings_of_editors_are_json_and_name_what_is_there() {
    let ran = Wayfare::new("init").exits(0);
    let settings: serde_json::Value = serde_json::from_str(&ran.read(".vscode/settings.json")).unwrap();
    let schemas = settings["yaml.schemas"].as_object().unwrap();
    assert_eq!(schemas.values().next().unwrap(), &serde_json::json!(["journeys/**/*.yaml"]));
    // TOML plug-ins resolve a relative path of their settings against the wrong folder, so the file itself says it.
    assert!(ran.read("wayfare.toml").starts_with("#:schema ./.wayfare/schemas/config.schema.json\n"));
    let extensions: serde_json::Value = serde_json::from_str(&ran.read(".vscode/extensions.json")).unwrap();
    assert_eq!(extensions["recommendations"].as_array().unwrap().len(), 2);
}
