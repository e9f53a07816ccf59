//! `diff --against REF` compares the working tree with where the histories parted: journeys that changed, came, went and
//! moved, by their own files or by a catalog's; what cannot be compared says why and what helps.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod harness;

use harness::{Ran, Wayfare};
use insta::assert_snapshot;
use serde_json::Value;

const CATALOG: &str = "wayfare: 1
catalog: shop
events: { BOUGHT: { payload: { price: number } } }
";

/// A journey of this id, with an event of the catalog.
fn journey(id: &str, version: &str, wait: &str) -> String {
    format!(
        "wayfare: 1
journey: {id}
version: {version}
uses: shop
events: {{ {id}_start: {{}} }}
entry: {{ triggers: {id}_start }}
initial: A
states:
  A: {{ steps: [{{ id: buys, triggers: BOUGHT, guard: event.payload.price > 1.0, to: B }}, {{ id: waits, after: {wait}, to: B }}] }}
  B: {{ final: true }}
"
    )
}

/// Three journeys on `main`, and a branch that has parted from it; `main` went on with `second`.
fn branch(arguments: &str) -> Wayfare {
    Wayfare::new(arguments)
        .file("wayfare.toml", "")
        .file("journeys/shop.yaml", CATALOG)
        .file("journeys/first.yaml", journey("first", "1.0.0", "3d"))
        .file("journeys/second.yaml", journey("second", "1.0.0", "3d"))
        .file("journeys/third.yaml", journey("third", "1.0.0", "3d"))
        .commit("parted")
        .git(&["checkout", "-q", "-b", "work"])
        .git(&["checkout", "-q", "main"])
        .file("journeys/second.yaml", journey("second", "1.1.0", "9d"))
        .commit("main goes on")
        .git(&["checkout", "-q", "work"])
}

/// Without ids of commits, which differ from run to run.
fn told(ran: &Ran) -> String {
    let said = ran.snapshot();
    let mut out = String::new();
    for (at, part) in said.split("git:").enumerate() {
        let is_id = |text: &str| text.len() >= 7 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        match part.split_once(':').filter(|(name, _)| at > 0 && is_id(name)) {
            Some((_, rest)) => out = format!("{out}git:BASE:{rest}"),
            None if at > 0 => out = format!("{out}git:{part}"),
            None => out.push_str(part),
        }
    }
    out
}

#[track_caller]
fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout()).expect("one JSON document")
}

#[test]
fn only_what_differs_from_where_the_histories_parted_is_shown() {
    let ran = branch("diff --against main").exits(0);
    assert_eq!((ran.stdout().as_str(), ran.stderr().as_str()), ("3 journeys did not change\n", ""));
    let ran = branch("diff --against main").file("journeys/first.yaml", journey("first", "1.1.0", "4d")).exits(0);
    assert_snapshot!(told(&ran));
    let ran = branch("diff --against HEAD~0").file("journeys/first.yaml", journey("first", "1.0.0", "4d")).exits(1);
    assert!(ran.stdout().contains("git:HEAD~0:journeys/first.yaml:9 → journeys/first.yaml:9"), "{}", ran.stdout());
    assert!(
        ran.stdout().ends_with("1 journey changed, 2 did not change; not right yet: `first`\n"),
        "{}",
        ran.stdout()
    );
}

#[test]
fn nothing_is_checked_out_and_nothing_written() {
    let ran = branch("diff --against main").file("journeys/first.yaml", journey("first", "1.1.0", "4d"));
    let status = |ran: &Wayfare| ran.git_says(&["status", "--porcelain", "--branch"]);
    let before = status(&ran);
    let after = ran.exits(0).then("--version");
    assert_eq!(status(&after), before);
}

#[test]
fn a_changed_catalog_is_found_in_the_journeys_that_use_it() {
    let narrow = CATALOG.replace("number", "int");
    let ran = branch("diff --against main --format json").file("journeys/shop.yaml", &narrow).exits(1);
    let said = json(&ran);
    assert_eq!(said["journeys"].as_array().unwrap().len(), 3, "{said}");
    assert_eq!(said["journeys"][0]["verdict"]["needed"], "major", "{said}");
    let said = branch("diff --against main journeys/third.yaml").file("journeys/shop.yaml", &narrow).exits(1).stdout();
    assert!(said.contains("`version-not-bumped`") && said.contains("journeys/shop.yaml:3"), "{said}");
}

#[test]
fn journeys_that_came_went_and_were_renamed_are_told() {
    let ran = branch("diff --against main")
        .without("journeys/first.yaml")
        .without("journeys/second.yaml")
        .file("journeys/second.yaml", journey("another", "1.0.0", "3d"))
        .file(
            "journeys/own.yaml",
            "wayfare: 1\njourney: own\nversion: 1.0.0\ninitial: X\nstates:\n  X: { final: true }\n",
        );
    assert_snapshot!(told(&ran.exits(1)));
}

#[test]
fn a_journey_that_is_gone_is_settled_by_its_approval() {
    let gone = |arguments: &str| branch(arguments).without("journeys/first.yaml");
    let said = json(&gone("diff --against main --format json").exits(1));
    let removed = &said["removed"][0];
    let print = removed["fingerprint"].as_str().unwrap().to_owned();
    assert_eq!((&removed["journey"], &removed["class"]), (&"first".into(), &"major".into()));
    assert_eq!((&said["verdict"]["ok"], &said["verdict"]["unsatisfied"]), (&false.into(), &serde_json::json!([print])));
    let said = json(&gone(&format!("diff --against main --format json --approve {print}")).exits(0));
    assert_eq!((&said["verdict"]["ok"], &said["unchanged"]), (&true.into(), &2.into()));
    let config = format!("[diff]\napproved = [\"{print}\", \"000000000000\"]\n");
    let ran = gone("diff --against main").file("wayfare.toml", &config).exits(0);
    assert!(ran.stdout().contains("first 1.0.0: is gone, as was approved"), "{}", ran.stdout());
    assert_eq!(
        ran.stderr(),
        "note: no change has the fingerprint `000000000000`, which `wayfare.toml` approves: it can be taken out\n"
    );
}

#[test]
fn an_approval_may_be_of_a_journey_that_was_not_compared() {
    let config = "[diff]\napproved = [\"000000000000\"]\n";
    let ran = branch("diff --against main journeys/first.yaml").file("wayfare.toml", config).exits(0);
    assert_eq!(
        ran.stderr(),
        "note: no change has the fingerprint `000000000000`, which `wayfare.toml` approves; not all journeys were compared\n"
    );
}

#[test]
fn a_file_is_followed_by_the_id_of_its_journey() {
    let ran = branch("diff --against main journeys/deep")
        .without("journeys/first.yaml")
        .file("journeys/deep/moved.yaml", journey("first", "1.1.0", "4d"))
        .exits(0);
    let said = told(&ran);
    assert!(said.contains("git:BASE:journeys/first.yaml:9 → journeys/deep/moved.yaml:9"), "{said}");
    let ran = branch("diff --against main journeys/first.yaml").without("journeys/first.yaml").exits(1);
    assert!(ran.stdout().contains("first 1.0.0: is gone"), "{}", ran.stdout());
}

#[test]
fn paths_are_those_of_the_current_folder() {
    for (within, path) in
        [("journeys", "first.yaml"), ("journeys", "../journeys/first.yaml"), ("", "./journeys/first.yaml")]
    {
        let ran = branch(&format!("diff --against main {path}"))
            .file("journeys/first.yaml", journey("first", "1.1.0", "4d"))
            .within(within)
            .exits(0);
        assert!(ran.stdout().starts_with("first 1.0.0 → 1.1.0"), "{path}: {}", ran.stdout());
    }
    let run = branch("").file("journeys/first.yaml", journey("first", "1.1.0", "4d"));
    let absolute = run.path("journeys/first.yaml").display().to_string();
    let ran = run.args(&["diff", "--against", "main", &absolute]).exits(0);
    assert!(ran.stdout().starts_with("first 1.0.0 → 1.1.0"), "{}", ran.stdout());
}

#[test]
fn a_fault_of_a_journey_that_nobody_asked_for_keeps_nobody() {
    let broken = |arguments: &str| {
        Wayfare::new(arguments)
            .file("journeys/shop.yaml", CATALOG)
            .file("journeys/first.yaml", journey("first", "1.0.0", "3d"))
            .file("journeys/second.yaml", journey("second", "1.0.0", "soon"))
            .file("wayfare.toml", "")
            .commit("one")
    };
    broken("diff --against HEAD journeys/first.yaml").exits(0);
    let ran = broken("diff --against HEAD").exits(2);
    assert!(ran.stderr().contains("nothing was compared"), "{}", ran.stderr());
}

#[test]
fn what_cannot_be_compared_says_why_and_what_helps() {
    let mut all = String::new();
    let mut told = |title: &str, run: Wayfare| {
        let ran = run.exits(2);
        all = format!("{all}{title}\n{}\n", ran.stderr());
    };
    told("nothing", branch("diff"));
    told("one side", branch("diff journeys"));
    told("three sides", branch("diff a b c"));
    told("a commit beside --against", branch("diff --against main git:HEAD"));
    told("standard input twice", branch("diff - -"));
    told("no value", branch("diff --against"));
    told("empty", branch("").args(&["diff", "--against", ""]));
    told("unknown", branch("diff --against nowhere"));
    told("nearly known", branch("diff --against mian"));
    told("outside", branch("diff --against main ../x"));
    told("no such path", branch("diff --against main journeys/none.yaml"));
    told("commits as git names them", branch("diff HEAD~1 HEAD"));
    told("no fingerprint", branch("diff --against main --approve 3f2a"));
    told("no repository", Wayfare::new("diff --against main").file("a.yaml", "").git(&["--version"]));
    let unrelated = branch("diff --against main").git(&["checkout", "-q", "--orphan", "other"]).git(&[
        "commit",
        "-q",
        "-m",
        "unrelated",
    ]);
    told("unrelated", unrelated);
    insta::with_settings!({filters => vec![("GIT_DISCOVERY[^\n]*", "GIT_DISCOVERY…")]}, {
        assert_snapshot!(all);
    });
}

#[test]
fn a_clone_without_its_history_says_how_to_get_it() {
    let far = branch("").file("x", "").commit("more");
    let run = Wayfare::new("diff --against origin/main").git(&["init", "-q"]);
    let source = format!("file://{}", far.path("").display());
    let run = run
        .git(&["remote", "add", "origin", &source])
        .git(&[
            "fetch",
            "-q",
            "--depth",
            "1",
            "origin",
            "main:refs/remotes/origin/main",
            "work:refs/remotes/origin/work",
        ])
        .git(&["checkout", "-q", "origin/work"]);
    let said = run.exits(2).stderr();
    assert!(said.contains("only the end of the history") && said.contains("git fetch --unshallow"), "{said}");
    assert!(said.contains("fetch-depth: 0"), "{said}");
}
