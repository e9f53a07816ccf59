//! What the page about builds tells forges to run is there, fails where it should, and leaves the reports that it names.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod harness;
mod services;

use std::path::Path;
use std::process::Command;

use harness::{Ran, Wayfare};
use serde_yaml::Value;

const PAGE: &str = include_str!("../docs/ci.md");

/// What the page says stands in this file.
fn text(file: &str) -> &str {
    let (_, rest) = PAGE.split_once(&format!(" file={file}\n")).expect("a block");
    rest.split("```").next().unwrap()
}

fn block(file: &str) -> Value {
    serde_yaml::from_str(text(file)).unwrap()
}

#[allow(clippy::disallowed_methods, reason = "the test hands the path on to programs that it runs")]
fn exit_code(script: &str, folder: &Path) -> Option<i32> {
    let bin = Path::new(env!("CARGO_BIN_EXE_wayfare")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new("sh");
    command.args(["-ec", script]).current_dir(folder).env("PATH", path);
    command.output().unwrap().status.code()
}

/// A project that is right, and the same with a misspelt state.
fn projects() -> [Ran; 2] {
    let good = Wayfare::new("init").exits(0);
    let broken = Wayfare::new("init").exits(0);
    let text = broken.read("journeys/welcome-series.yaml").replace("to: INTRODUCED", "to: INTRODUCE");
    let broken = broken.then("--version").file("journeys/welcome-series.yaml", text).exits(0);
    [good, broken]
}

fn texts(list: &Value) -> Vec<String> {
    list.as_sequence().unwrap().iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

#[test]
fn the_workflow_of_github_fails_once_and_leaves_what_is_uploaded() {
    let steps = block(".github/workflows/journeys.yaml")["jobs"]["journeys"]["steps"].clone();
    let steps = steps.as_sequence().unwrap();
    let scripts: Vec<&str> = steps.iter().filter_map(|step| step["run"].as_str()).collect();
    let uploaded = steps.iter().find_map(|step| step["with"]["sarif_file"].as_str()).unwrap();
    let [good, broken] = projects();
    let codes = |ran: &Ran| scripts.iter().map(|script| exit_code(script, &ran.path(""))).collect::<Vec<_>>();
    assert_eq!((codes(&good), codes(&broken)), (vec![Some(0); 2], vec![Some(1), Some(0)]));
    for (ran, many) in [(&good, 0), (&broken, 1)] {
        let log: serde_json::Value = serde_json::from_str(&ran.read(uploaded)).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.iter().filter(|result| result["level"] == "error").count(), many, "{log}");
    }
}

#[test]
fn the_job_of_gitlab_fails_once_and_leaves_its_reports() {
    if services::installed("jq.sh").is_none() {
        return;
    }
    let job = block(".gitlab-ci.yml")["journeys"].clone();
    let script = texts(&job["script"]).join("\n");
    let after = texts(&job["after_script"]).join("\n");
    let report = |name: &str| job["artifacts"]["reports"][name].as_str().unwrap();
    for (ran, code) in projects().into_iter().zip([0, 1]) {
        let ran = ran.then("--version").file(".gitlab/code-quality.jq", text(".gitlab/code-quality.jq")).exits(0);
        assert_eq!(exit_code(&script, &ran.path("")), Some(code));
        assert_eq!(exit_code(&after, &ran.path("")), Some(0));
        let tests = ran.read(report("junit"));
        assert_eq!(roxmltree::Document::parse(&tests).unwrap().root_element().tag_name().name(), "testsuites");
        assert_eq!(tests.contains("<failure"), code == 1, "{tests}");
        let quality: serde_json::Value = serde_json::from_str(&ran.read(report("codequality"))).unwrap();
        assert_eq!(quality.as_array().unwrap().len(), usize::from(code == 1), "{quality}");
    }
}

#[test]
fn gitlab_knows_a_finding_again_after_its_line_has_moved() {
    let Some(jq) = services::installed("jq.sh") else { return };
    let [_, broken] = projects();
    let name = "journeys/welcome-series.yaml";
    let twice = broken
        .read(name)
        .replace("to: INTRODUCE\n", "to: INTRODUCE\n      - { id: again, after: 9d, to: INTRODUCE }\n");
    let quality = |ran: &Ran| -> Vec<serde_json::Value> {
        let (printed, _) = services::fed(&jq, &[text(".gitlab/code-quality.jq")], &ran.stdout());
        serde_json::from_str(&printed).unwrap()
    };
    let ran = broken.then("check --format json").file(name, &twice).exits(1);
    let before = quality(&ran);
    let after = quality(&ran.then("check --format json").file(name, format!("# one\n# two\n{twice}")).exits(1));
    let prints = |all: &[serde_json::Value]| all.iter().map(|one| one["fingerprint"].clone()).collect::<Vec<_>>();
    assert_eq!((before.len(), prints(&before)), (2, prints(&after)));
    assert_ne!(before[0]["fingerprint"], before[1]["fingerprint"]);
    for (one, moved) in before.iter().zip(&after) {
        assert_eq!((&one["check_name"], &one["severity"]), (&"unknown-name".into(), &"major".into()));
        assert_eq!(one["location"]["path"], name);
        let line = |one: &serde_json::Value| one["location"]["lines"]["begin"].as_u64().unwrap();
        assert_eq!(line(one) + 2, line(moved));
        assert!(one["description"].as_str().unwrap().starts_with("no state is called `INTRODUCE`"), "{one}");
    }
}

#[test]
fn each_hook_is_a_command_that_is_there() {
    let repositories = block(".pre-commit-config.yaml")["repos"].clone();
    let hooks = repositories[0]["hooks"].as_sequence().unwrap().clone();
    let entries: Vec<String> = hooks.iter().map(|hook| hook["entry"].as_str().unwrap().to_owned()).collect();
    let [good, broken] = projects();
    assert!(entries.iter().all(|entry| exit_code(entry, &good.path("")) == Some(0)), "{entries:?}");
    assert!(entries.iter().any(|entry| exit_code(entry, &broken.path("")) == Some(1)), "{entries:?}");
}
