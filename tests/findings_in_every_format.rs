//! In every format a check says the same: the same findings at the same places, well formed, with the same exit code.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod harness;

use std::process::{Command, Stdio};

use harness::{Ran, Wayfare};
use jsonschema::Validator;
use serde_json::Value;

const JOURNEY: &str = include_str!("harness/welcome.yaml");
const FORMATS: [&str; 5] = ["text", "json", "sarif", "github", "junit"];

/// The sample journey with errors, one of them with a fix and one with another place.
fn broken() -> String {
    JOURNEY
        .replace("guard: event.payload.amount > 10.0", "guard: !(event.payload.amont > 10.0) # 🎉")
        .replace("to: LOST", "to: LSOT")
        .replace("triggers: LEFT", "trigger: LEFT")
}

/// The sample journey with nothing but warnings, where the project says so.
fn dubious() -> String {
    let without_exit = JOURNEY.replace("exit:\n  - id: left\n    triggers: LEFT\n", "");
    without_exit.replace("  LOST: { final: true }", "  LOST: {}")
}

/// Places that are hard to count: a BOM, CRLF, tabs, letters of several code points, wide ones, escapes, block scalars.
fn hard() -> String {
    let journey = "wayfare: 1\njourney: hard\nversion: 1.0.0\nevents:\n  GO: {}\ncontext:\n  a: { type: int, default: 0 }\n\
        initial: A\nstates:\n  A:\n    steps:\n      - { id: x, triggers: GO, guard: \"\\u0063tx.e\\u0301 == 全角\", to: NOPE }\n      \
        - id: y\t\n        triggers: GO\n        guard: \"'👩\u{200d}👩\u{200d}👧 e\u{301} 全角' == \\\"x\\\"\"\t# tab\n        to:\tNADA\n      \
        - id: x\n        triggers: GO\n        guard: |\n          ctx.a > 1 &&\n            ctx.ü < 3\n        to: A\n";
    format!("\u{feff}{}", journey.replace('\n', "\r\n"))
}

fn check(args: &str, files: &[(&str, String)], code: i32) -> Ran {
    let run = Wayfare::new(&format!("check {args}"));
    files.iter().fold(run, |run, (path, text)| run.file(path, text)).exits(code)
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout()).expect("JSON")
}

fn sarif() -> Validator {
    // To a strict reader a bracket alone is no regular expression; with the stroke it says the same.
    let text = include_str!("sarif/sarif-schema-2.1.0.json").replace("{2}]?$", r"{2}\\]?$");
    let schema = serde_json::from_str(&text).expect("JSON");
    jsonschema::draft7::options().should_validate_formats(true).build(&schema).expect("a schema")
}

#[track_caller]
fn passes(validator: &Validator, tree: &Value) {
    let faults: Vec<String> =
        validator.iter_errors(tree).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_format_changes_the_exit_code() {
    let levels = "[lint]\ncorrectness = \"warning\"\n".to_owned();
    for (text, code, denied) in [(JOURNEY.to_owned(), 0, 0), (dubious(), 0, 1), (broken(), 1, 1)] {
        let files = [("wayfare.toml", levels.clone()), ("journeys/welcome.yaml", text)];
        let said = check("", &files, code).stderr();
        let summary = format!("{}\n", said.lines().next().unwrap());
        for format in FORMATS {
            // What could be fixed is told where the findings are for people.
            let expected = if format == "text" { &said } else { &summary };
            let ran = check(&format!("--format {format}"), &files, code);
            assert_eq!(ran.stderr(), *expected, "the summary is for people in {format} too");
            let ran = check(&format!("--deny-warnings --format {format}"), &files, denied);
            assert_eq!(ran.stderr(), *expected, "{format}");
        }
    }
}

#[test]
fn sarif_passes_the_official_schema() {
    let validator = sarif();
    assert!(!validator.is_valid(&serde_json::json!({ "version": "2.1.0", "runs": [{ "results": [] }] })));
    let project = [
        ("wayfare.toml", String::new()),
        ("my flows/süß 100%, x:y.yaml", broken()),
        ("my flows/hard.yaml", hard()),
        ("my flows/fine.yaml", JOURNEY.replace("journey: welcome", "journey: fine")),
    ];
    let ran = Wayfare::new("").args(&["check", "my flows", "--format", "sarif"]);
    let ran = project.iter().fold(ran, |run, (path, text)| run.file(path, text)).exits(1);
    let tree = json(&ran);
    passes(&validator, &tree);
    let run = &tree["runs"][0];
    assert!(run["results"].as_array().unwrap().len() > 6);
    for result in run["results"].as_array().unwrap() {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("Good:"));
    }
    assert!(run.to_string().contains("\"my%20flows/s%C3%BC%C3%9F%20100%25%2C%20x%3Ay.yaml\""), "{run}");
    passes(&validator, &json(&check("--format sarif a.yaml", &[("a.yaml", JOURNEY.to_owned())], 0)));
}

#[test]
fn with_a_baseline_every_result_of_sarif_has_a_state() {
    let states = |ran: &Ran| -> Vec<(String, Option<String>)> {
        let tree = json(ran);
        passes(&sarif(), &tree);
        let text = |it: &Value| it.as_str().map(str::to_owned);
        let state = |it: &Value| (text(&it["ruleId"]).unwrap(), text(&it["baselineState"]));
        tree["runs"][0]["results"].as_array().unwrap().iter().map(state).collect()
    };
    let text = dubious()
        .replace("  LOST: {}", "  # wayfare: allow(unreachable-state) later\n  ALONE: { final: true }\n  LOST: {}");
    let ran = check("--format sarif", &[("wayfare.toml", String::new()), ("journeys/a.yaml", text.clone())], 1);
    let all = states(&ran);
    assert!(all.len() > 1 && all.iter().all(|(_, state)| state.is_none()), "{all:?}");
    let first = ran.then("check --format sarif --baseline known.toml --update-baseline").exits(0);
    let known: Vec<_> = all.iter().map(|(rule, _)| (rule.clone(), Some("unchanged".to_owned()))).collect();
    assert_eq!(states(&first), known);
    let ran = first.then("check --format sarif --baseline known.toml").exits(0);
    assert_eq!(states(&ran), known);
    let text = text.replace("  LOST: {}", "  NOWHERE: { final: true }\n  LOST: {}");
    let now = states(&ran.then("check --format sarif --baseline known.toml").file("journeys/a.yaml", text).exits(1));
    let new: Vec<&str> =
        now.iter().filter(|(_, state)| state.as_deref() == Some("new")).map(|(rule, _)| rule.as_str()).collect();
    assert_eq!(new, ["unreachable-state"], "{now:?}");
    assert!(now.iter().all(|(_, state)| state.is_some()), "{now:?}");
}

#[test]
fn files_of_other_kinds_have_an_address_in_every_format() {
    let validator = sarif();
    for format in FORMATS {
        let ran = Wayfare::new(&format!("check - --format {format}")).stdin(broken()).exits(1);
        let address = match format {
            "sarif" => "\"%3Cstdin%3E\"",
            "junit" => "\"&lt;stdin&gt;\"",
            _ => "<stdin>",
        };
        assert!(ran.stdout().contains(address), "{}", ran.stdout());
        let then = Wayfare::new(&format!("check git:HEAD:my.yaml --format {format}")).file("my.yaml", broken());
        let ran = then.commit("one").exits(1);
        let address = match format {
            "sarif" => "\"git%3AHEAD%3Amy.yaml\"",
            "github" => "file=git%3AHEAD%3Amy.yaml,",
            _ => "git:HEAD:my.yaml",
        };
        assert!(ran.stdout().contains(address), "{}", ran.stdout());
        if format == "sarif" {
            passes(&validator, &json(&ran));
        }
    }
}

#[test]
fn json_is_as_its_schema_says() {
    let schema: Value = serde_json::from_str(include_str!("../docs/findings.schema.json")).unwrap();
    jsonschema::meta::validate(&schema).expect("a schema of its own dialect");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    for (text, code) in
        [(JOURNEY.to_owned(), 0), (broken(), 1), (hard(), 1), (String::new(), 1), ("\t- [".to_owned(), 1)]
    {
        passes(&validator, &json(&check("--format json a.yaml", &[("a.yaml", text)], code)));
    }
    let tree = json(&check("--format json a.yaml", &[("a.yaml", broken())], 1));
    let (findings, summary) = (tree["findings"].as_array().unwrap(), &tree["summary"]);
    assert!(findings.iter().any(|finding| finding["fix"].is_object()), "{tree:#}");
    assert_eq!((summary["errors"].as_u64(), summary["open"].as_u64()), (Some(findings.len() as u64), Some(0)));
    for member in ["rule", "group", "severity", "message", "file", "start", "end", "labels", "help", "fix", "docs"] {
        let mut less = tree.clone();
        less["findings"][0].as_object_mut().unwrap().remove(member);
        assert!(!validator.is_valid(&less), "{member} may be missing");
    }
}

/// Rule and severity of each finding, its line and column, and line and column of its end.
type Seen = Vec<([String; 2], [u64; 4])>;

fn seen_in_json(ran: &Ran) -> Seen {
    let number = |place: &Value, name: &str| place[name].as_u64().unwrap();
    let seen = |finding: &Value| {
        let (start, end) = (&finding["start"], &finding["end"]);
        let places = [number(start, "line"), number(start, "column"), number(end, "line"), number(end, "column")];
        (["rule", "severity"].map(|name| finding[name].as_str().unwrap().to_owned()), places)
    };
    json(ran)["findings"].as_array().unwrap().iter().map(seen).collect()
}

fn seen_in_sarif(ran: &Ran) -> Seen {
    let seen = |result: &Value| {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let places = ["startLine", "startColumn", "endLine", "endColumn"].map(|name| region[name].as_u64().unwrap());
        (["ruleId", "level"].map(|name| result[name].as_str().unwrap().to_owned()), places)
    };
    json(ran)["runs"][0]["results"].as_array().unwrap().iter().map(seen).collect()
}

#[test]
fn every_format_has_the_same_places() {
    for text in [hard(), broken(), dubious(), hard().replace("\r\n", "\n")] {
        let ran = |format: &str| check(&format!("--format {format} a.yaml"), &[("a.yaml", text.clone())], 1);
        let seen = seen_in_json(&ran("json"));
        assert!(!seen.is_empty());
        assert_eq!(seen_in_sarif(&ran("sarif")), seen);
        let (printed, commands, cases) = (ran("text").stdout(), ran("github").stdout(), ran("junit").stdout());
        let arrows: Vec<&str> = printed.lines().filter_map(|line| line.trim_start().strip_prefix("--> ")).collect();
        let cases = roxmltree::Document::parse(&cases).expect("XML");
        let cases: Vec<_> = cases.descendants().filter(|node| node.has_tag_name("testcase")).collect();
        assert_eq!((arrows.len(), commands.lines().count(), cases.len()), (seen.len(), seen.len(), seen.len()));
        for (at, ([rule, severity], [line, column, last, end])) in seen.iter().enumerate() {
            assert_eq!(arrows[at], format!("a.yaml:{line}:{column}"));
            let columns = if line == last { format!(",col={column},endColumn={end}") } else { String::new() };
            let command = format!("::{severity} file=a.yaml,line={line},endLine={last}{columns},title={rule}::");
            let said = commands.lines().nth(at).unwrap();
            assert!(said.starts_with(&command), "{command} in {said}");
            assert_eq!(cases[at].attribute("line"), Some(line.to_string().as_str()));
            assert!(cases[at].attribute("name").unwrap().starts_with(rule.as_str()));
        }
    }
}

#[test]
fn places_are_counted_by_characters_of_the_file() {
    let text = hard();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split("\r\n").collect();
    let ran = check("--format json a.yaml", &[("a.yaml", text.clone())], 1);
    let said = |line: u64, from: u64, to: u64| -> String {
        lines[line as usize - 1].chars().skip(from as usize - 1).take((to - from) as usize).collect()
    };
    let seen: Vec<String> = seen_in_json(&ran)
        .iter()
        .filter(|(_, [line, _, last, _])| line == last)
        .map(|([rule, _], [line, column, _, end])| format!("{rule} {}", said(*line, *column, *end)))
        .collect();
    for expected in ["unknown-name NOPE", "unknown-name NADA", "duplicate-id x", "expression-syntax ü"] {
        assert!(seen.iter().any(|it| it == expected), "{expected} in {seen:#?}");
    }
}

#[test]
fn ci_servers_get_a_suite_for_each_file() {
    let levels = "[lint]\ncorrectness = \"warning\"\n".to_owned();
    let dubious = dubious().replace("journey: welcome", "journey: dubious");
    let fine = JOURNEY.replace("journey: welcome", "journey: fine");
    let files = [
        ("wayfare.toml", levels),
        ("journeys/a.yaml", broken()),
        ("journeys/b.yaml", dubious),
        ("journeys/c.yaml", fine),
        ("journeys/d.yaml", "wayfare: 1\njourney: \"\\e[31m\u{7}]]> & <b>\"\n".to_owned()),
    ];
    for (flag, element) in [("", "skipped"), ("--deny-warnings", "failure")] {
        let ran = check(&format!("--format junit {flag}"), &files, 1);
        let text = ran.stdout();
        let tree = roxmltree::Document::parse(&text).expect("XML");
        let suites: Vec<_> = tree.root_element().children().filter(roxmltree::Node::is_element).collect();
        let names: Vec<_> = suites.iter().map(|suite| suite.attribute("name").unwrap()).collect();
        assert_eq!(names, ["journeys/a.yaml", "journeys/b.yaml", "journeys/c.yaml", "journeys/d.yaml"]);
        let outcome = |at: usize| -> Vec<&str> {
            suites[at]
                .descendants()
                .filter(|node| node.parent_element().is_some_and(|it| it.has_tag_name("testcase")))
                .filter(roxmltree::Node::is_element)
                .map(|node| node.tag_name().name())
                .collect()
        };
        assert!(outcome(0).iter().all(|it| *it == "failure") && !outcome(0).is_empty());
        assert!(outcome(1).iter().all(|it| *it == element) && !outcome(1).is_empty());
        assert!(outcome(2).is_empty() && suites[2].attribute("tests") == Some("1"));
        for node in tree.descendants().filter(|node| node.has_tag_name("testsuite") || node.has_tag_name("testsuites"))
        {
            let many = |name: &str| node.descendants().filter(|it| it.has_tag_name(name)).count().to_string();
            for (count, name) in [("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")] {
                assert_eq!(node.attribute(count), Some(many(name).as_str()), "{count} of {:?}", node.attribute("name"));
            }
        }
    }
}

#[test]
fn a_fingerprint_survives_lines_that_move() {
    let prints = |text: String| -> Vec<String> {
        let tree = json(&check("--format sarif a.yaml", &[("a.yaml", text)], 1));
        let results = tree["runs"][0]["results"].as_array().unwrap().clone();
        results
            .iter()
            .map(|it| it["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().to_owned())
            .collect()
    };
    let before = prints(broken());
    let mut alone = before.clone();
    alone.sort();
    alone.dedup();
    assert_eq!(alone.len(), before.len(), "each has its own");
    let moved = broken().replace("states:\n", "\n# moved\n\nstates:\n").replace('\n', "\r\n");
    assert_ne!(moved, broken());
    assert_eq!(prints(moved), before);
}

#[test]
fn what_is_very_long_is_shown_around_its_place() {
    let filler = "x".repeat(1_000_000);
    let text = broken()
        .replace("trigger: LEFT", &format!("trigger: LEFT # {filler}"))
        .replace("to: LSOT", &format!("\"{filler}\": 1\n        to: LSOT"));
    let ran = check("a.yaml", &[("a.yaml", text)], 1);
    // The message names the key, and no line of the source comes whole.
    let longest = ran.stdout().lines().filter(|line| line.contains(" | ")).map(str::len).max();
    assert!(longest.is_some_and(|longest| longest < 400), "{longest:?}");
}

#[test]
fn colours_are_for_text_alone() {
    for format in FORMATS {
        let run = || Wayfare::new(&format!("check a.yaml --format {format}")).file("a.yaml", broken());
        let forced = run().env("CLICOLOR_FORCE", "1").exits(1).stdout();
        assert_eq!(forced.contains('\u{1b}'), format == "text", "{format}");
        assert!(!run().exits(1).stdout().contains('\u{1b}'), "{format}");
    }
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.yaml"), broken()).unwrap();
    for format in FORMATS {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wayfare"));
        command.args(["check", ".", "--format", format]).current_dir(folder.path());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("panicked") && !said.contains("error:"), "{format}: {said}");
        assert_ne!(output.status.code(), Some(2), "{format}: {said}");
    }
}
