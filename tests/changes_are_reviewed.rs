//! What the page about git tells forges to run is there, fails where it should, and leaves what it names.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod harness;

use std::path::Path;
use std::process::{Command, Output};

use harness::Wayfare;
use serde_yaml::Value;

const PAGE: &str = include_str!("../docs/git.md");

/// What the page says stands in this file.
fn block(file: &str) -> Value {
    let (_, rest) = PAGE.split_once(&format!(" file={file}\n")).expect("a block");
    serde_yaml::from_str(rest.split("\n```\n").next().unwrap()).unwrap()
}

fn texts(list: &Value) -> Vec<String> {
    list.as_sequence().unwrap().iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

#[allow(clippy::disallowed_methods, reason = "the test hands the path on to programs that it runs")]
fn runs(script: &str, folder: &Path, envs: &[(&str, &str)]) -> Output {
    let bin = Path::new(env!("CARGO_BIN_EXE_wayfare")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new("sh");
    command.args(["-ec", script]).current_dir(folder).env("PATH", path).envs(envs.iter().copied());
    command.output().unwrap()
}

/// A clone of a repository, on a branch in which a journey was changed to `change`, with the branch that it goes into.
fn clone(change: impl Fn(&str) -> String) -> (harness::Ran, Wayfare) {
    let made = Wayfare::new("init").exits(0);
    let name = "journeys/welcome-series.yaml";
    let changed = change(&made.read(name));
    let origin = made.then("--version").commit("a project").exits(0);
    let url = format!("file://{}", origin.path("").display());
    let clone = Wayfare::new("")
        .git(&["clone", "-q", &url, "."])
        .git(&["checkout", "-q", "-b", "work"])
        .file(name, changed)
        .git(&["add", "-A"])
        .git(&["commit", "-q", "--allow-empty", "-m", "a change"]);
    (origin, clone)
}

/// Nothing, a text for people under a new version, and something that people notice.
fn changes() -> [(harness::Ran, Wayfare, i32); 4] {
    let bumped = |text: &str, to: &str| text.replace("version: 1.0.0", &format!("version: {to}"));
    let slower = |text: &str| text.replace("after: 3d", "after: 4d");
    let as_is = clone(str::to_owned);
    let titled = clone(|text| bumped(text, "1.0.1").replace("title: ", "title: The "));
    let silent = clone(slower);
    let noticed = clone(|text| bumped(&slower(text), "1.1.0"));
    [(as_is.0, as_is.1, 0), (titled.0, titled.1, 0), (silent.0, silent.1, 1), (noticed.0, noticed.1, 1)]
}

#[test]
fn the_workflow_of_github_fails_where_a_version_does_not_say_what_changed() {
    let job = block(".github/workflows/journey-changes.yaml")["jobs"]["changes"].clone();
    let steps = job["steps"].as_sequence().unwrap().clone();
    assert_eq!(steps[0]["with"]["fetch-depth"], 0, "histories part where a clone has them");
    let step = steps.iter().find(|step| step["run"].is_string()).unwrap();
    assert_eq!(step["env"]["BASE"], "origin/${{ github.base_ref }}");
    for (_origin, clone, code) in changes() {
        let summary = clone.path("summary.md");
        let envs = [("BASE", "origin/main"), ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap())];
        let output = runs(step["run"].as_str().unwrap(), &clone.path(""), &envs);
        let told = std::fs::read_to_string(&summary).unwrap();
        assert_eq!(output.status.code(), Some(code), "{told}");
        assert!(told.contains("`welcome-series` 1.0.0"), "{told}");
    }
}

#[test]
fn the_job_of_gitlab_fails_alike_and_keeps_what_changed() {
    let job = block(".gitlab-ci.yml")["journey-changes"].clone();
    assert_eq!(job["variables"]["GIT_DEPTH"], 0);
    let script = texts(&job["script"]).join("\n");
    let kept = texts(&job["artifacts"]["paths"]).remove(0);
    for (_origin, clone, code) in changes() {
        let output = runs(&script, &clone.path(""), &[("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")]);
        assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
        let json = std::fs::read_to_string(clone.path(&kept)).unwrap();
        let said: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(said["new"]["journey"], "welcome-series", "{said}");
    }
}
