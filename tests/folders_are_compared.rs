//! Two folders are compared journey by journey, by their ids, and come out as one document.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod harness;

use harness::{Ran, Wayfare};
use insta::assert_snapshot;
use serde_json::Value;

fn journey(id: &str, version: &str, wait: &str) -> String {
    format!(
        "wayfare: 1
journey: {id}
version: {version}
events: {{ START: {{}} }}
entry: {{ triggers: START }}
initial: A
states:
  A: {{ steps: [{{ id: waits, after: {wait}, to: B }}] }}
  B: {{ final: true }}
"
    )
}

fn folders(arguments: &str) -> Wayfare {
    Wayfare::new(&format!("diff old new {arguments}"))
        .file("old/a.yaml", journey("a", "1.0.0", "1d"))
        .file("old/b.yaml", journey("b", "1.0.0", "1d"))
        .file("old/c.yaml", journey("c", "1.0.0", "1d"))
        .file("new/a.yaml", journey("a", "1.1.0", "2d"))
        .file("new/moved/b.yaml", journey("b", "1.0.0", "2d"))
        .file("new/c.yaml", format!("# as before\n{}", journey("c", "1.0.0", "24h")))
}

#[track_caller]
fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout()).expect("one JSON document")
}

#[test]
fn journeys_that_differ_are_shown_and_the_last_line_says_what_it_comes_to() {
    assert_snapshot!(folders("").exits(1).snapshot());
    let said = folders("--all").exits(1).stdout();
    assert!(said.contains("c 1.0.0: nothing that a version has to say"), "{said}");
}

#[test]
fn several_journeys_are_one_json_document() {
    let said = json(&folders("--format json").exits(1));
    let ids: Vec<&Value> = said["journeys"].as_array().unwrap().iter().map(|each| &each["new"]["journey"]).collect();
    assert_eq!(ids, [&Value::from("a"), &Value::from("b")]);
    assert_eq!(
        (&said["unchanged"], &said["added"], &said["removed"]),
        (&1.into(), &Value::Array(vec![]), &Value::Array(vec![]))
    );
    let verdict = &said["verdict"];
    assert_eq!((&verdict["needed"], &verdict["ok"]), (&"minor".into(), &false.into()));
    assert_eq!(verdict["unapproved"].as_array().unwrap().len(), 2, "a step of one journey is none of another");
}

#[test]
fn one_journey_is_the_object_of_its_difference() {
    let one = |old: &str, new: &str| {
        Wayfare::new(&format!("diff {old} {new} --format json"))
            .file("old/a.yaml", journey("a", "1.0.0", "1d"))
            .file("new/a.yaml", journey("a", "1.1.0", "2d"))
    };
    let said = json(&one("old/a.yaml", "new/a.yaml").exits(0));
    assert_eq!(said["old"]["journey"], "a");
    let said = one("old", "new").exits(0).json_lines();
    assert_eq!((said.len(), &said[0]["new"]["version"]), (1, &"1.1.0".into()));
    let said = json(&one("old", "old/a.yaml").exits(0));
    assert_eq!(said["changes"], Value::Array(vec![]));
}

#[test]
fn the_newest_version_of_each_side_counts() {
    let ran = Wayfare::new("diff old new --format json")
        .file("old/a1.yaml", journey("a", "1.0.0", "1d"))
        .file("new/x/a9.yaml", journey("a", "1.9.0", "9d"))
        .file("new/y/a10.yaml", journey("a", "1.10.0", "10d"));
    let said = json(&ran.exits(0));
    assert_eq!((&said["old"]["version"], &said["new"]["version"]), (&"1.0.0".into(), &"1.10.0".into()));
}

#[test]
fn two_files_of_different_ids_are_no_versions_of_one_journey() {
    let run = |arguments: &str| {
        Wayfare::new(arguments)
            .file("old/a.yaml", journey("a", "1.0.0", "1d"))
            .file("new/b.yaml", journey("b", "1.0.0", "1d"))
            .file("none/c.yaml", "wayfare: 1\ncatalog: c\n")
    };
    let said = run("diff old/a.yaml new/b.yaml").exits(2).stderr();
    assert!(said.contains("`old/a.yaml` has `a`, `new/b.yaml` has `b`"), "{said}");
    let said = run("diff old none").exits(2).stderr();
    assert!(said.contains("`none` has no journey"), "{said}");
}

#[test]
fn what_is_agreed_to_in_the_config_is_agreed_to_by_all() {
    let right = |config: &str, arguments: &str| {
        Wayfare::new(&format!("diff old new {arguments}"))
            .file("old/a.yaml", journey("a", "1.0.0", "1d"))
            .file("new/a.yaml", journey("a", "1.1.0", "2d"))
            .file("new/wayfare.toml", config)
    };
    let said = json(&right("", "--require-approval --format json").exits(1));
    let print = said["verdict"]["unapproved"][0].as_str().unwrap().to_owned();
    let config = format!("[project]\njourneys = []\n[diff]\napproved = [\"{print}\"]\n");
    assert_eq!(right(&config, "--require-approval").exits(0).stderr(), "");
    let other = config.replace(&print, "0123456789ab");
    let said = right(&other, "--require-approval").exits(1).stderr();
    assert_eq!(
        said,
        "note: no change has the fingerprint `0123456789ab`, which `new/wayfare.toml` approves: it can be taken out\n"
    );
    let said = right("", "--approve 0123456789ab").exits(0).stderr();
    assert_eq!(said, "note: no change has the fingerprint `0123456789ab`, which `--approve` names\n");
    let said = right("[project]\njourneys = []\n[diff]\napproved = [\"3f2a\"]\n", "").exits(2).stderr();
    assert!(said.contains("new/wayfare.toml:4:13") && said.contains("no fingerprint"), "{said}");
}

/// Beside what differs, one that is new and one that is gone.
fn more(arguments: &str) -> Wayfare {
    folders(arguments).file("old/d.yaml", gone()).file("new/e.yaml", new())
}

fn gone() -> &'static str {
    "wayfare: 1\njourney: d\nversion: 1.0.0\nevents: { D: {} }\nentry: { triggers: D }\ninitial: X\nstates:\n  X: { steps: [{ id: d, triggers: D, to: Y }] }\n  Y: { final: true }\n"
}

fn new() -> &'static str {
    "wayfare: 1\njourney: e\nversion: 0.1.0\ninitial: Z\nstates:\n  Z: { final: true }\n"
}

#[test]
fn a_comment_says_first_what_it_comes_to() {
    assert_snapshot!(more("--format markdown").exits(1).stdout());
}

#[test]
fn a_picture_is_of_one_journey() {
    let said = folders("--format svg").exits(2).stderr();
    assert!(said.contains("shows one journey, and 2 changed: `a`, `b`"), "{said}");
    let one = folders("--format mermaid").file("new/moved/b.yaml", journey("b", "1.0.0", "1d")).exits(0);
    assert!(one.stdout().starts_with("flowchart") || one.stdout().contains("flowchart"), "{}", one.stdout());
    let none = Wayfare::new("diff old new --format svg")
        .file("old/d.yaml", gone())
        .file("old/a.yaml", journey("a", "1.0.0", "1d"));
    let said = none.file("new/a.yaml", journey("a", "1.0.0", "1d")).exits(2).stderr();
    assert!(said.contains("and there is none"), "{said}");
}

#[test]
fn json_of_one_and_of_several_is_as_its_schema_says() {
    let schema: Value = serde_json::from_str(include_str!("../docs/diff.schema.json")).unwrap();
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    for run in [
        more("--format json"),
        Wayfare::new("diff new/a.yaml new/a.yaml --format json").file("new/a.yaml", journey("a", "1.1.0", "2d")),
    ] {
        let code = i32::from(run.path("old").exists());
        let said = json(&run.exits(code));
        let faults: Vec<String> = validator.iter_errors(&said).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{faults:#?}\n{said:#}");
        let members: Vec<String> = said.as_object().unwrap().keys().cloned().collect();
        for member in members {
            let mut less = said.clone();
            less.as_object_mut().unwrap().remove(&member);
            assert!(!validator.is_valid(&less), "{member} may be missing");
        }
    }
}

#[test]
fn a_comment_on_many_journeys_keeps_to_what_forges_take() {
    let mut run = Wayfare::new("diff old new --format markdown");
    for number in 0..60 {
        let id = format!("j{number:02}");
        // One of them is not right, and comes first.
        let version = if number == 42 { "1.0.0" } else { "1.1.0" };
        run = run.file(&format!("old/{id}.yaml"), journey(&id, "1.0.0", "1d"));
        run = run.file(&format!("new/{id}.yaml"), journey(&id, version, "2d"));
        run = run.file(&format!("old/gone-{id}.yaml"), gone().replace("journey: d", &format!("journey: gone-{id}")));
    }
    let said = run.exits(1).stdout();
    assert!(said.len() < 65_536, "{}", said.len());
    assert!(said.contains("\n### ❌ `j42` 1.0.0") && said.find("`j42` 1.0.0") < said.find("`j00` 1.0.0"), "{said}");
    assert!(said.contains("* and 20 more\n") && said.contains(" more journeys** have no room"), "{said}");
    assert!(said.starts_with("60 journeys changed, 60 are gone; not right yet: `j42`, `gone-j00`"), "{said}");
}
