//! Git shows what changed in a journey by `diff --git-driver`, as docs/git.md says that it is set up.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod harness;

use std::path::Path;

use harness::Wayfare;

const JOURNEY: &str = "wayfare: 1
journey: trial
version: 1.2.0
uses: shop
events: { START: {} }
entry: { triggers: START }
initial: A
states:
  A: { steps: [{ id: paid, triggers: PAID, to: B }, { id: over, after: 3d, to: B }] }
  B: { final: true }
";

fn later() -> String {
    JOURNEY.replace("1.2.0", "1.3.0").replace("3d", "4d")
}

/// A repository with two commits that calls the program, whose path may have a space in it.
fn repository() -> Wayfare {
    let command = format!("\"{}\" diff --git-driver", env!("CARGO_BIN_EXE_wayfare"));
    Wayfare::new("")
        .file("wayfare.toml", "")
        .file(".gitattributes", "*.yaml diff=wayfare\n")
        .file("journeys/shop.yaml", "wayfare: 1\ncatalog: shop\nevents: { PAID: {} }\n")
        .file("journeys/trial file.yaml", JOURNEY)
        .file("other.yaml", "a: 1\n")
        .commit("one")
        .git(&["config", "diff.wayfare.command", &command])
}

#[test]
fn a_journey_that_has_changed_is_told_as_one() {
    let run = repository().file("journeys/trial file.yaml", later());
    let said = run.git_says(&["diff"]);
    assert!(
        said.starts_with("journeys/trial file.yaml\ntrial 1.2.0 → 1.3.0: needs a minor version, and is one\n"),
        "{said}"
    );
    assert!(said.contains("- after 3d\n      + after 4d"), "{said}");
    let run = run.commit("two");
    assert_eq!(run.git_says(&["diff", "HEAD~1", "HEAD"]), said.replace("(working tree)", ""));
    assert!(run.git_says(&["log", "-1", "-p", "--ext-diff"]).contains("timer-changed step over"), "of a commit");
    let run = run.file("journeys/trial file.yaml", JOURNEY).git(&["add", "-A"]);
    assert!(run.git_says(&["diff", "--cached"]).contains("- after 4d\n      + after 3d"), "of the index");
}

#[test]
fn a_journey_that_has_moved_is_one_journey() {
    let run = repository().git(&["mv", "journeys/trial file.yaml", "journeys/trial.yaml"]);
    let run = run.file("journeys/trial.yaml", later()).git(&["add", "-A"]);
    let said = run.git_says(&["diff", "-M20%", "--cached"]);
    assert!(said.starts_with("journeys/trial file.yaml → journeys/trial.yaml\ntrial 1.2.0 → 1.3.0"), "{said}");
}

#[test]
fn whatever_is_no_pair_of_sound_journeys_is_told_as_text() {
    let run = repository()
        .file("other.yaml", "a: 2\n")
        .file("journeys/new.yaml", "wayfare: 1\n")
        .file("journeys/trial file.yaml", JOURNEY.replace("to: B }]", "to: C }]"))
        .git(&["add", "-A"]);
    let said = run.git_says(&["diff", "--cached"]);
    assert!(said.contains("--- other.yaml\n+++ other.yaml\n@@ -1 +1 @@\n-a: 1\n+a: 2"), "{said}");
    assert!(said.contains("journeys/new.yaml\n") && said.contains("+wayfare: 1\n"), "{said}");
    assert!(
        said.contains("+  A: { steps: [{ id: paid, triggers: PAID, to: B }, { id: over, after: 3d, to: C }] }\n"),
        "{said}"
    );
    let run = run.git(&["commit", "-q", "-m", "two"]).without("other.yaml");
    assert!(run.git_says(&["diff"]).contains("-a: 2"), "a file that is gone");
}

#[test]
fn a_file_that_is_not_merged_stops_nothing() {
    let run = repository()
        .git(&["checkout", "-q", "-b", "work"])
        .file("journeys/trial file.yaml", later())
        .commit("two")
        .git(&["checkout", "-q", "main"])
        .file("journeys/trial file.yaml", JOURNEY.replace("3d", "5d"))
        .file("other.yaml", "a: 3\n")
        .commit("three");
    // It ends with 1, for there is a conflict.
    let mut merge = std::process::Command::new("git");
    merge
        .args(["-c", "user.name=t", "-c", "user.email=t@example.com", "merge", "-q", "work"])
        .current_dir(run.path(""));
    assert!(!merge.output().unwrap().status.success());
    let said = run.file("other.yaml", "a: 4\n").git_says(&["diff"]);
    assert!(said.contains("journeys/trial file.yaml") && said.contains("+a: 4"), "{said}");
    let ran = Wayfare::new("diff --git-driver trial.yaml").exits(0);
    assert_eq!(ran.stdout(), "trial.yaml: not merged yet\n");
}

#[test]
fn whoever_is_not_git_is_told_who_calls_it() {
    let said = Wayfare::new("diff --git-driver a b").exits(2).stderr();
    assert!(said.contains("seven arguments") && said.contains("git config diff.wayfare.command"), "{said}");
    assert!(Path::new(env!("CARGO_BIN_EXE_wayfare")).exists());
}
