//! `check`: all findings in one go, for people and for programs, and an exit code that says what they come to.

mod harness;

use harness::Wayfare;
use insta::assert_snapshot;

const JOURNEY: &str = include_str!("harness/welcome.yaml");

/// The sample journey with a misspelt field, a missing target and an unknown key.
fn broken() -> String {
    JOURNEY
        .replace("guard: event.payload.amount > 10.0", "guard: event.payload.amont > 10.0")
        .replacen("to: LOST", "to: LSOT", 1)
        .replace("triggers: LEFT", "trigger: LEFT")
}

#[test]
fn a_good_journey_has_no_findings() {
    let ran = Wayfare::new("check welcome.yaml").file("welcome.yaml", JOURNEY).exits(0);
    assert_eq!((ran.stdout().as_str(), ran.stderr().as_str()), ("", "no findings in 1 file\n"));
}

#[test]
fn findings_are_blocks_for_people() {
    assert_snapshot!(Wayfare::new("check welcome.yaml").file("welcome.yaml", broken()).exits(1).snapshot());
}

#[test]
fn findings_are_one_object_for_programs() {
    let ran = Wayfare::new("check welcome.yaml --format json").file("welcome.yaml", broken()).exits(1);
    let tree: serde_json::Value = serde_json::from_str(&ran.stdout()).expect("JSON");
    let findings = tree["findings"].as_array().expect("a list");
    assert_eq!(tree["summary"]["errors"], findings.len());
    assert_eq!(tree["summary"]["files"], 1);
    for finding in findings {
        for member in ["rule", "group", "severity", "message", "file", "start", "end", "labels", "help", "fix", "docs"]
        {
            assert!(finding.get(member).is_some(), "{member} in {finding}");
        }
        assert_eq!((&finding["severity"], &finding["file"]), (&"error".into(), &"welcome.yaml".into()));
    }
    let rules: Vec<_> = findings.iter().filter_map(|finding| finding["rule"].as_str()).collect();
    assert_eq!(rules, ["unknown-key", "unknown-name", "unknown-name"]);
}

#[test]
fn a_broken_file_hides_nothing_of_another() {
    let ran = Wayfare::new("check")
        .file("journeys/a.yaml", "wayfare: 1\njourney: a\n  version: [")
        .file("journeys/welcome.yaml", broken())
        .exits(1);
    for place in ["journeys/a.yaml:", "journeys/welcome.yaml:"] {
        assert!(ran.stdout().contains(place), "{}", ran.stdout());
    }
    assert!(ran.stderr().contains(" in 2 files\n"), "{}", ran.stderr());
}

#[test]
fn without_paths_the_project_around_is_checked() {
    let project = || Wayfare::new("check").file("wayfare.toml", "[project]\njourneys = [\"flows\"]\n");
    let ran = project().file("flows/welcome.yaml", JOURNEY).file("elsewhere/broken.yaml", broken()).exits(0);
    assert_eq!(ran.stderr(), "no findings in 1 file\n");
}

#[test]
fn a_journey_comes_from_standard_input_too() {
    let ran = Wayfare::new("check - -").stdin(broken()).exits(1);
    assert!(ran.stdout().contains("--> <stdin>:"), "{}", ran.stdout());
    assert!(ran.stderr().contains(" in 1 file\n"), "{}", ran.stderr());
    let ran = Wayfare::new("check - --format json").stdin("").exits(1);
    let tree: serde_json::Value = serde_json::from_str(&ran.stdout()).expect("JSON");
    assert_eq!(
        (&tree["findings"][0]["rule"], &tree["findings"][0]["file"]),
        (&"yaml-syntax".into(), &"<stdin>".into())
    );
}

#[test]
fn standard_input_stands_in_for_the_file_of_its_id() {
    let in_project = |draft: &str| {
        let other = JOURNEY.replace("journey: welcome", "journey: other");
        let project = Wayfare::new("check -").file("wayfare.toml", "").file("journeys/other.yaml", other);
        project.file("journeys/welcome.yaml", JOURNEY).stdin(draft)
    };
    assert_eq!(in_project(JOURNEY).exits(0).stderr(), "no findings in 1 file\n");
    let narrowed = JOURNEY.replace("amount: { type: number, min: 0 }", "amount: int");
    assert_ne!(narrowed, JOURNEY);
    let ran = in_project(&narrowed).exits(1);
    assert!(ran.stdout().contains("journeys/other.yaml:"), "it meets the rest of the project: {}", ran.stdout());
}

#[test]
fn what_cannot_be_read_is_no_finding() {
    let mut all = String::new();
    for (arguments, file) in
        [("check missing.yaml", "x.txt"), ("check empty", "empty/readme.txt"), ("check --format xml", "x")]
    {
        let ran = Wayfare::new(arguments).file(file, "").exits(2);
        assert_eq!(ran.stdout(), "");
        all = format!("{all}$ wayfare {arguments}\n{}\n", ran.stderr());
    }
    assert_snapshot!(all);
}

#[test]
fn help_is_data_and_nothing_is_bad_usage() {
    let help = Wayfare::new("--help").exits(0);
    assert!(help.stdout().contains("check") && help.stdout().contains("run"), "{}", help.stdout());
    let nothing = Wayfare::new("").exits(2);
    assert_eq!(nothing.stdout(), "");
    assert!(nothing.stderr().contains("Usage:"), "{}", nothing.stderr());
    assert!(Wayfare::new("--version").exits(0).stdout().starts_with("wayfare "));
}

#[test]
fn the_past_is_a_fault_only_for_who_knows_the_present() {
    let journey = "wayfare: 1\njourney: sale\nversion: 1.0.0\ntitle: A sale\nowner: shop\ninitial: ON\nstates:\n  ON:\n    steps:\n      \
                   - { id: over, at: '=timestamp(\"2026-01-01T00:00:00Z\") + days(30)', to: OVER }\n  OVER: { final: true }\n";
    let check = |more: &str| Wayfare::new(&format!("check sale.yaml {more}")).file("sale.yaml", journey);
    assert_eq!(check("").exits(0).stdout(), "");
    assert_eq!(check("--now 2026-01-31T00:00:00Z").exits(0).stdout(), "");
    assert_snapshot!(check("--now 1769817600001").exits(1).snapshot());
    assert!(check("--now yesterday").exits(2).stderr().contains("RFC 3339"));
}

#[test]
fn levels_of_the_project_decide_what_fails() {
    let without_exit = JOURNEY.replace("exit:\n  - id: left\n    triggers: LEFT\n", "").replace("  LEFT: {}\n", "");
    let dead_end = without_exit.replace("  LOST: { final: true }", "  LOST: {}");
    let check = |level: &str, more: &str| {
        Wayfare::new(&format!("check {more}"))
            .file("wayfare.toml", format!("[lint]\n\"dead-end-state\" = \"{level}\"\n"))
            .file("journeys/welcome.yaml", &dead_end)
    };
    assert!(check("error", "").exits(1).stdout().starts_with("error[dead-end-state]"));
    assert!(check("warning", "").exits(0).stdout().starts_with("warning[dead-end-state]"));
    assert_eq!(check("warning", "--deny-warnings").exits(1).stderr(), "1 warning in 1 file\n");
    assert_eq!(check("off", "--deny-warnings").exits(0).stdout(), "");
}
