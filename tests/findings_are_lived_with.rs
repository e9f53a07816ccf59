//! What a project lives with is not shown and fails nothing: by a comment, by a level, by a baseline that only shrinks.

mod harness;

use std::fs;

use harness::{Ran, Wayfare};

/// A journey with these states beside those that go well.
fn journey(id: &str, states: &str) -> String {
    format!(
        "wayfare: 1\njourney: {id}\nversion: 1.0.0\ndescription: d\nowner: o\nevents:\n  GO: {{}}\ninitial: A\nstates:\n  \
         A: {{ steps: [{{ id: a, triggers: GO, to: B }}, {{ id: late, after: 1d, to: B }}] }}\n  B: {{ final: true }}\n{states}"
    )
}

/// Nobody comes to it.
fn lost(name: &str) -> String {
    format!("  {name}: {{ final: true }}\n")
}

fn project(config: &str, states: &str) -> Wayfare {
    Wayfare::new("check").file("wayfare.toml", config).file("journeys/a.yaml", journey("a", states))
}

/// The rules of the findings, in their order.
#[track_caller]
fn rules(ran: &Ran) -> Vec<String> {
    let text = ran.stdout();
    let heads = text.lines().filter(|line| line.starts_with("error[") || line.starts_with("warning["));
    heads.filter_map(|line| line.split(['[', ']']).nth(1).map(str::to_owned)).collect()
}

#[test]
fn a_rule_goes_before_its_group_and_neither_before_the_language() {
    let states = lost("C");
    for (config, code, head) in [
        ("", 1, "error[unreachable-state]"),
        ("[lint]\ncorrectness = \"warning\"\n", 0, "warning[unreachable-state]"),
        ("[lint]\ncorrectness = \"off\"\n", 0, ""),
        ("[lint]\ncorrectness = \"off\"\nunreachable-state = \"warning\"\n", 0, "warning[unreachable-state]"),
        ("[lint]\ncorrectness = \"error\"\nunreachable-state = \"off\"\n", 0, ""),
        ("[lint]\nsuspicious = \"off\"\nstyle = \"off\"\n", 1, "error[unreachable-state]"),
    ] {
        let ran = project(config, &states).exits(code);
        assert!(ran.stdout().starts_with(head), "{config}{}", ran.stdout());
        assert_eq!(ran.stdout().is_empty(), head.is_empty(), "{config}{}", ran.stdout());
    }
    let warned = project("[lint]\ncorrectness = \"warning\"\n", &states).args(&["check", "--deny-warnings"]).exits(1);
    assert_eq!(warned.stderr(), "1 warning in 1 file\n");
    let broken = journey("a", "  C: { finl: true }\n");
    let config = "[lint]\ncorrectness = \"off\"\n";
    let ran = Wayfare::new("check").file("wayfare.toml", config).file("journeys/a.yaml", broken).exits(1);
    assert_eq!(rules(&ran), ["unknown-key"]);
}

#[test]
fn what_no_level_can_be_set_to_says_what_was_meant() {
    for (config, rule, told) in [
        ("[lint]\nunreachable-stat = \"off\"\n", "unknown-name", "did you mean `unreachable-state`?"),
        ("[lint]\ncorectness = \"off\"\n", "unknown-name", "did you mean `correctness`?"),
        ("[lint]\nunknown-key = \"warning\"\n", "wrong-shape", "`unknown-key` is always an error"),
        ("[lint]\nlanguage = \"off\"\n", "wrong-shape", "`language` is always an error"),
        ("[lint]\nnaming = \"warn\"\n", "wrong-shape", "there is `error`, `warning`, `off`"),
        ("[lint.limits]\ntoo-many-state = 3\n", "unknown-key", "did you mean `too-many-states`?"),
        ("[lint.limits]\nmessage-fatigue-window = 24\n", "wrong-shape", "string"),
    ] {
        let ran = project(config, "").exits(1);
        assert_eq!(rules(&ran), [rule], "{config}");
        assert!(ran.stdout().contains(told), "{config}{}", ran.stdout());
    }
}

#[test]
fn a_project_says_how_much_is_too_much() {
    let steps = "{ steps: [{ id: b, triggers: GO, to: C }, { id: later, after: 1d, to: D }] }";
    let four = journey("a", &(lost("C") + &lost("D"))).replacen("B: { final: true }", &format!("B: {steps}"), 1);
    for (config, found) in [
        ("", false),
        ("[lint.limits]\ntoo-many-states = 4\n", false),
        ("[lint.limits]\ntoo-many-states = 3\n", true),
        ("[lint]\ntoo-many-states = \"off\"\n[lint.limits]\ntoo-many-states = 3\n", false),
    ] {
        let ran = Wayfare::new("check").file("wayfare.toml", config).file("journeys/a.yaml", &four).exits(0);
        let head = "warning[too-many-states]: the journey has 4 states, and 3 are many\n";
        assert!(ran.stdout().starts_with(if found { head } else { "" }), "{config}{}", ran.stdout());
        assert_eq!(ran.stdout().is_empty(), !found, "{config}{}", ran.stdout());
    }
}

#[test]
fn a_comment_silences_in_journeys_and_tests() {
    let states = format!("  # wayfare: allow(unreachable-state) it comes later\n{}", lost("C"));
    assert_eq!(project("", &states).args(&["check", "--deny-warnings"]).exits(0).stdout(), "");
    let tests = "wayfare: 1\nscenarios: a\ntests:\n  - name: t\n    steps:\n      - send: GONE  # wayfare: allow(scenario-drift) x\n";
    let ran = project("", "").file("journeys/a.scenarios.yaml", tests).args(&["check", "--deny-warnings"]).exits(0);
    assert_eq!(ran.stdout(), "");
}

#[test]
fn a_part_of_a_project_does_not_tell_what_is_unused() {
    let catalog =
        "wayfare: 1\n# wayfare: allow(dead-end-state) it is never so here\ncatalog: shop\nevents:\n  MORE: {}\n";
    let uses = journey("a", "").replace("events:", "uses: [shop]\nevents:");
    let files = || {
        Wayfare::new("check").file("wayfare.toml", "").file("journeys/a.yaml", &uses).file("journeys/c.yaml", catalog)
    };
    let whole = files().file("journeys/b.yaml", journey("b", "")).exits(0);
    assert!(rules(&whole).contains(&"unused-allow".to_owned()), "{}", whole.stdout());
    let part = files()
        .file("journeys/b.yaml", journey("b", ""))
        .args(&["check", "journeys/a.yaml", "journeys/c.yaml"])
        .exits(0);
    assert!(!rules(&part).contains(&"unused-allow".to_owned()), "{}", part.stdout());
    let broken = files().file("journeys/b.yaml", "wayfare: 1\njourney: b\n  x").exits(1);
    assert!(!rules(&broken).contains(&"unused-allow".to_owned()), "{}", broken.stdout());
}

#[test]
fn a_baseline_hides_what_it_knows_and_shows_all_where_there_is_more() {
    let states = lost("C") + &lost("D");
    let first = project("", &states).args(&["check", "--baseline", "known.toml", "--update-baseline"]).exits(0);
    assert_eq!(first.stderr(), "no findings in 1 file\n2 findings are known from now on, in `known.toml`\n");
    assert!(first.read("known.toml").ends_with("version = 1\n\n[known]\n\"journeys/a.yaml\".unreachable-state = 2\n"));
    let same = first.then("check --baseline known.toml --deny-warnings").exits(0);
    assert_eq!(
        (same.stdout().as_str(), same.stderr().as_str()),
        ("", "no findings in 1 file\n2 known findings are not shown\n")
    );
    let below = same.then("").args(&["check", "--baseline", "../known.toml"]).within("journeys").exits(0);
    assert_eq!(below.stdout(), "");
    let json = below.then("check --baseline known.toml --format json").exits(0);
    assert!(json.stdout().starts_with("{\"findings\":[]"), "{}", json.stdout());

    let more =
        json.then("check --baseline known.toml").file("journeys/a.yaml", journey("a", &(states + &lost("E")))).exits(1);
    assert_eq!(rules(&more), ["unreachable-state"; 3]);
    assert!(
        more.stdout().contains("it is one of 3 of this rule in this file, of which 2 were known"),
        "{}",
        more.stdout()
    );
    let grown = more.then("check --baseline known.toml --update-baseline").exits(1);
    assert!(grown.read("known.toml").ends_with(".unreachable-state = 2\n"), "it does not grow");
    let other = grown.then("check --baseline known.toml").file("journeys/b.yaml", journey("b", &lost("C"))).exits(1);
    assert!(other.stdout().contains("journeys/b.yaml:"), "another file knows nothing: {}", other.stdout());
}

#[test]
fn a_baseline_shrinks_when_it_is_told_to() {
    let first = project("", &(lost("C") + &lost("D")))
        .file("journeys/b.yaml", journey("b", &lost("C")))
        .file("journeys/c.yaml", journey("c", &lost("C")))
        .args(&["check", "--baseline", "known.toml", "--update-baseline"])
        .exits(0);
    let known = first.read("known.toml");
    // One state is gone, one file is gone, one is broken; of the last nobody knows.
    let stale = first
        .then("check --baseline known.toml")
        .file("journeys/a.yaml", journey("a", &lost("C")))
        .file("journeys/c.yaml", "wayfare: 1\n  x: [")
        .without("journeys/b.yaml")
        .exits(1);
    assert!(
        stale.stderr().ends_with(
            "1 known finding is not shown\n1 finding in `known.toml` is gone: take it out with `--update-baseline`\n"
        ),
        "a broken file may be the catalog of any: {}",
        stale.stderr()
    );
    let stale = stale.then("check --baseline known.toml").file("journeys/c.yaml", journey("c", &lost("C"))).exits(0);
    assert!(
        stale.stderr().ends_with("2 known findings are not shown\n2 findings in `known.toml` are gone: take them out with `--update-baseline`\n"),
        "{}",
        stale.stderr()
    );
    assert_eq!(stale.read("known.toml"), known, "nobody asked");
    let less = stale.then("check --baseline known.toml --update-baseline").exits(0);
    assert!(less.stderr().ends_with("2 findings fewer in `known.toml`\n"), "{}", less.stderr());
    let expected = "\"journeys/a.yaml\".unreachable-state = 1\n\"journeys/c.yaml\".unreachable-state = 1\n";
    assert!(less.read("known.toml").ends_with(expected), "{}", less.read("known.toml"));
    assert_eq!(less.files(), ["journeys", "known.toml", "wayfare.toml"], "nothing is left behind");
}

#[test]
fn only_what_was_looked_at_can_be_gone() {
    let first = project("", &lost("C"))
        .file("journeys/b.yaml", journey("b", &lost("C")))
        .args(&["check", "--baseline", "known.toml", "--update-baseline"])
        .exits(0);
    let known = first.read("known.toml");
    let part = first
        .then("check journeys/a.yaml --baseline known.toml --update-baseline")
        .file("journeys/b.yaml", journey("b", ""))
        .exits(0);
    assert_eq!(part.read("known.toml"), known, "nobody looked at the other file");
    let off = part
        .then("check --baseline known.toml --update-baseline")
        .file("wayfare.toml", "[lint]\nunreachable-state = \"off\"\n")
        .exits(0);
    assert_eq!(off.read("known.toml"), known, "nobody looked for the rule");
}

#[test]
fn errors_of_the_language_are_never_known() {
    let broken = "  C: { finl: true }\n".to_owned() + &lost("D");
    let refused = project("", &broken).args(&["check", "--baseline", "known.toml", "--update-baseline"]).exits(1);
    assert_eq!(
        refused.stderr(),
        "3 errors in 1 file\n1 can be fixed with `--fix --unsafe-fixes`\n`known.toml` is not written: put the errors of \
         the language right first\n"
    );
    assert!(!refused.path("known.toml").exists());
    let known = "version = 1\n[known]\n\"journeys/a.yaml\".unreachable-state = 9\n";
    let ran = refused.then("check --baseline known.toml").file("known.toml", known).exits(1);
    assert_eq!(rules(&ran), ["unknown-key"]);
}

#[test]
fn what_is_no_baseline_is_told_with_a_way_out() {
    let entry = |line: &str| format!("version = 1\n\n[known]\n\"journeys/a.yaml\".unreachable-state = 1\n{line}\n");
    for (content, told) in [
        (None, "`known.toml` cannot be read: there is no such file"),
        (Some(String::new()), "`known.toml` is no baseline: line 1: `version = 1` is missing"),
        (Some(entry("<<<<<<< HEAD")), "`known.toml` is no baseline: line 5: not TOML"),
        (
            Some(entry("\"journeys/a.yaml\".unreachable-state = 2")),
            "`known.toml` is no baseline: line 5: not TOML: duplicate key",
        ),
        (Some(entry("\"b\".unreachable-stat = 2")), "did you mean `unreachable-state`?"),
        (Some(entry("\"b\".unknown-key = 2")), "is an error of the language, which no baseline hides"),
    ] {
        let run = project("", "").args(&["check", "--baseline", "known.toml"]);
        let run = match &content {
            Some(text) => run.file("known.toml", text),
            None => run,
        };
        let ran = run.exits(2);
        assert_eq!(ran.stdout(), "");
        assert!(ran.stderr().contains(told) && ran.stderr().contains("\nhelp: "), "{}", ran.stderr());
    }
    let folder = project("", "").args(&["check", "--baseline", "journeys"]).exits(2);
    assert!(folder.stderr().contains("it is a folder"), "{}", folder.stderr());
    let nowhere = project("", "").args(&["check", "--baseline", "no/known.toml", "--update-baseline"]).exits(2);
    assert!(nowhere.stderr().contains("`no/known.toml`"), "{}", nowhere.stderr());
    let commit = project("", "").file("known.toml", "version = 1\n").commit("one");
    let commit = commit.args(&["check", "git:HEAD", "--baseline", "known.toml"]).exits(2);
    assert!(commit.stderr().contains("a baseline is about files of today"), "{}", commit.stderr());
    let alone = project("", "").args(&["check", "--update-baseline"]).exits(2);
    assert!(alone.stderr().contains("--baseline <FILE>"), "{}", alone.stderr());
}

#[test]
fn standard_input_is_in_no_baseline() {
    let draft = journey("a", &lost("C"));
    let ran =
        project("", "").args(&["check", "-", "--baseline", "known.toml", "--update-baseline"]).stdin(draft).exits(1);
    assert_eq!(rules(&ran), ["unreachable-state"]);
    assert!(fs::read_to_string(ran.path("known.toml")).expect("it is written").ends_with("[known]\n"));
}
