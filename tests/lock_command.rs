//! `lock` records what was published, once and for ever, in a file that merges; a lock that is none says where and why.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod harness;

use harness::{Ran, Wayfare};
use insta::assert_snapshot;

fn journey(id: &str, version: &str, wait: &str) -> String {
    format!(
        "wayfare: 1
journey: {id}
version: {version}
events: {{ START: {{}}, \"site.page\": {{}} }}
entry: {{ triggers: START }}
context: {{ seen: {{ type: int, default: 0 }} }}
initial: A
states:
  A: {{ steps: [{{ id: waits, after: {wait}, to: B }}, {{ id: looks, triggers: site.page, set: {{ seen: =ctx.seen + 1 }} }}] }}
  B: {{ final: true }}
"
    )
}

fn project(arguments: &str) -> Wayfare {
    Wayfare::new(arguments)
        .file("wayfare.toml", "")
        .file("journeys/a.yaml", journey("a", "1.0.0", "1d"))
        .file("journeys/b.yaml", journey("b", "2.0.0", "1d"))
}

/// The lock of the project.
fn locked() -> Ran {
    project("lock").exits(0)
}

#[test]
fn what_is_published_is_recorded_once() {
    let ran = project("lock").exits(0);
    assert_eq!(ran.stderr(), "`wayfare.lock`: a 1.0.0, b 2.0.0 added\n");
    assert_snapshot!(ran.read("wayfare.lock"));
    let before = ran.read("wayfare.lock");
    let ran = ran.then("lock").exits(0);
    assert_eq!(
        (ran.stderr().as_str(), ran.read("wayfare.lock")),
        ("`wayfare.lock` has all 2 versions already\n", before.clone())
    );
    let ran = ran.then("lock").file("journeys/a.yaml", journey("a", "1.10.0", "2d")).exits(0);
    assert_eq!(ran.stderr(), "`wayfare.lock`: a 1.10.0 added, 1 was there\n");
    let ran = ran.then("lock journeys/a.yaml").file("journeys/a.yaml", journey("a", "1.9.0", "3d")).exits(0);
    let now = ran.read("wayfare.lock");
    let keys = |text: &str| -> Vec<String> {
        text.lines().filter_map(|line| Some(line.split_once(" = {")?.0.to_owned())).collect()
    };
    assert_eq!(keys(&now), ["a.\"1.0.0\"", "a.\"1.9.0\"", "a.\"1.10.0\"", "b.\"2.0.0\""]);
    assert!(before.lines().all(|line| now.contains(line)), "what was recorded stays as it was:\n{now}");
}

#[test]
fn a_version_keeps_its_content() {
    let ran = locked().then("lock").file("journeys/a.yaml", journey("a", "1.0.0", "2d"));
    let before = std::fs::read_to_string(ran.path("wayfare.lock")).unwrap();
    let ran = ran.file("journeys/b.yaml", journey("b", "2.1.0", "1d")).exits(1);
    assert_snapshot!(ran.stderr());
    assert_eq!(ran.read("wayfare.lock"), before, "all or nothing");
    ran.then("lock --check").exits(1);
    let same = journey("a", "1.0.0", "24h").replace("journey: a", "# another layout\njourney: a");
    locked().then("lock --check").file("journeys/a.yaml", same).exits(0);
}

#[test]
fn a_build_is_told_what_is_missing() {
    let said = project("lock --check").exits(1).stderr();
    assert_eq!(said, "`wayfare.lock` lacks a 1.0.0, b 2.0.0: `wayfare lock` records what is published\n");
    let ran = locked().then("lock --check").exits(0);
    assert_eq!(ran.stderr(), "`wayfare.lock` has all 2 versions\n");
    let ran = ran.then("lock --check").file("journeys/b.yaml", journey("b", "2.1.0", "2d")).exits(1);
    assert!(ran.stderr().contains("lacks b 2.1.0"), "{}", ran.stderr());
    let ran = ran.then("lock --check").without("journeys/b.yaml").exits(0);
    assert_eq!(ran.stderr(), "`wayfare.lock` has the version\n", "what is no longer there stays recorded");
}

#[test]
fn what_was_published_at_a_tag_is_recorded_too() {
    let ran = project("lock git:v1 git:v2 journeys")
        .commit("one")
        .git(&["tag", "v1"])
        .file("journeys/a.yaml", journey("a", "1.1.0", "2d"))
        .commit("two")
        .git(&["tag", "v2"])
        .file("journeys/a.yaml", journey("a", "1.2.0", "3d"))
        .exits(0);
    assert_eq!(ran.stderr(), "`wayfare.lock`: a 1.0.0, a 1.1.0, a 1.2.0, b 2.0.0 added, 2 were there\n");
}

#[test]
fn without_a_project_it_stands_beside_the_journey() {
    let ran = Wayfare::new("lock shop/a.yaml").file("shop/a.yaml", journey("a", "1.0.0", "1d")).exits(0);
    assert_eq!(ran.stderr(), "`shop/wayfare.lock`: a 1.0.0 added\n");
    let ran = project("lock").within("journeys").exits(0);
    assert_eq!(ran.stderr(), "`../wayfare.lock`: a 1.0.0, b 2.0.0 added\n");
    assert!(ran.path("wayfare.lock").exists());
}

#[test]
fn two_branches_that_publish_merge() {
    let publish = |run: Wayfare, name: &str, text: &str| run.file(name, text);
    let ran = locked().then("--version").commit("one").git(&["branch", "other"]);
    let ran = publish(ran, "journeys/a.yaml", &journey("a", "1.1.0", "2d"));
    let ran = ran.exits(0).then("lock").exits(0).then("--version").commit("two");
    let ran = publish(ran.git(&["checkout", "-q", "other"]), "journeys/b.yaml", &journey("b", "2.1.0", "2d"));
    let ran = ran.exits(0).then("lock").exits(0).then("--version").commit("three").git(&["merge", "-q", "main"]);
    ran.exits(0).then("lock --check").exits(0);
}

#[test]
fn two_branches_that_publish_one_journey_merge_as_a_union() {
    let ran = locked().then("--version").file(".gitattributes", "wayfare.lock merge=union\n").commit("one");
    let ran = ran.git(&["branch", "other"]).file("journeys/a.yaml", journey("a", "1.1.0", "2d"));
    let ran = ran.exits(0).then("lock").exits(0).then("--version").commit("two").git(&["checkout", "-q", "other"]);
    let ran = ran.file("journeys/a.yaml", journey("a", "1.2.0", "3d")).exits(0).then("lock").exits(0);
    let ran = ran.then("--version").commit("three").git(&["merge", "-q", "-X", "ours", "main"]);
    let text = std::fs::read_to_string(ran.path("wayfare.lock")).unwrap();
    assert!(text.contains("a.\"1.1.0\"") && text.contains("a.\"1.2.0\""), "{text}");
    ran.exits(0).then("lock --check").exits(0);
}

#[test]
fn what_is_no_lock_says_where_and_what_helps() {
    let mut all = String::new();
    let whole = locked().read("wayfare.lock");
    let line = whole.lines().last().unwrap();
    for (title, text) in [
        ("a merge", format!("{whole}<<<<<<< HEAD\n{line}\n=======\n{line}\n>>>>>>> other\n").into_bytes()),
        ("twice", format!("{whole}{line}\n").into_bytes()),
        ("a later format", whole.replace("version = 1", "version = 2").into_bytes()),
        ("cut", whole.as_bytes()[..whole.len() - 30].to_vec()),
        ("another hash", whole.replace("h1:", "h7:").into_bytes()),
        ("no text", b"version = 1\n\xff\n".to_vec()),
        ("empty", Vec::new()),
    ] {
        for arguments in ["lock", "lock --check"] {
            let ran = project(arguments).file("wayfare.lock", &text).exits(2);
            assert_eq!(std::fs::read(ran.path("wayfare.lock")).unwrap(), text);
            if arguments == "lock" {
                all = format!("{all}{title}\n{}\n", ran.stderr());
            }
        }
    }
    assert_snapshot!(all);
}

#[test]
fn errors_of_the_language_are_not_published() {
    let ran = project("lock").file("journeys/a.yaml", journey("a", "1.0.0", "soon")).exits(2);
    assert!(ran.stderr().ends_with("nothing was recorded\n"), "{}", ran.stderr());
    assert!(!ran.path("wayfare.lock").exists());
}

#[test]
fn a_check_holds_versions_against_the_lock() {
    let ran = locked().then("check --format json").file("journeys/a.yaml", journey("a", "1.0.0", "2d")).exits(1);
    let said: serde_json::Value = serde_json::from_str(&ran.stdout()).unwrap();
    let told = |rule: &str| said["findings"].as_array().unwrap().iter().filter(|it| it["rule"] == rule).count();
    assert_eq!((told("version-not-bumped"), told("bump-too-small")), (1, 0), "{said}");
    let found = ran.then("check").exits(1).stdout();
    let start = found.find("error[version-not-bumped]").unwrap();
    assert_snapshot!(found[start..].split("\n\n").next().unwrap());
}

#[test]
fn a_misspelt_key_is_no_other_content() {
    let slip = journey("a", "1.0.0", "1d").replace("{ id: looks,", "{ id: looks, naem: looks at a page,");
    let named = journey("a", "1.0.0", "1d").replace("{ id: looks,", "{ id: looks, name: looks at a page,");
    let lock = || project("lock").file("journeys/a.yaml", named.clone()).exits(0);
    let found = lock().then("check").file("journeys/a.yaml", slip).exits(1).stdout();
    assert!(found.contains("error[unknown-key]") && !found.contains("version-not-bumped"), "{found}");
    let other = journey("a", "1.0.0", "1d").replace("{ id: looks,", "{ id: looks, name: Looks at pages,");
    let found = lock().then("check").file("journeys/a.yaml", other).exits(1).stdout();
    assert!(found.contains("error[version-not-bumped]"), "{found}");
}

#[test]
fn a_check_holds_names_against_the_lock() {
    let without = |version: &str| {
        journey("a", version, "1d").replace(", { id: looks, triggers: site.page, set: { seen: =ctx.seen + 1 } }", "")
    };
    let back = |by: &str| journey("a", "1.2.0", "1d").replace("ctx.seen + 1", by);
    let history = || locked().then("lock").file("journeys/a.yaml", without("1.1.0")).exits(0);
    let check =
        |by: &str| history().then("check").file("journeys/a.yaml", back(by)).exits(i32::from(by != "ctx.seen + 1"));
    assert!(!check("ctx.seen + 1").stdout().contains("name-reused"), "it means what it meant");
    let found = check("ctx.seen + 2").stdout();
    let start = found.find("error[name-reused]").unwrap();
    assert_snapshot!(found[start..].split("\n\n").next().unwrap());
}

#[test]
fn a_check_says_what_is_wrong_with_a_lock_and_nothing_else_minds() {
    let text = "version = 1\n[journeys]\na.\"1.0\" = {}\n";
    let found = project("check").file("wayfare.lock", text).exits(1).stdout();
    assert!(found.contains("--> wayfare.lock:3:3") && found.contains("error[version-not-bumped]"), "{found}");
    let quiet =
        project("check").file("wayfare.lock", text).file("wayfare.toml", "[lint]\nversions = \"off\"\n").exits(0);
    assert!(!quiet.stdout().contains("wayfare.lock"), "{}", quiet.stdout());
    project("diff journeys/a.yaml journeys/a.yaml").file("wayfare.lock", text).exits(0);
    project("check").file("wayfare.lock", b"\xff").exits(1);
}
