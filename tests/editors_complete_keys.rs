//! An editor with the YAML language server completes and explains every key, and a second validator judges as the first.
//!
//! `tests/services/editors.sh` installs both; nothing here is skipped where they are missing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it stands")]

mod language_server;
mod validator;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use language_server::{LanguageServer, editors};
use serde_json::{Map, Value, json};
use validator::cases::cases;
use validator::{files, kind_of, of_toml, of_yaml};
use wayfare::report::schema::document::{ALL, render};
use wayfare::syntax::elements::files::JOURNEY;
use wayfare::syntax::elements::item::{IF, ITEM};
use wayfare::syntax::elements::scenarios_expect::EXPECT;
use wayfare::syntax::elements::shape::LONG;
use wayfare::syntax::elements::state::STATE;
use wayfare::syntax::elements::step::STEP;
use wayfare::terms::element::Element;

fn schema() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/file.schema.json")
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml")
}

const HEAD: &str = "wayfare: 1\njourney: j\nversion: 1.0.0\ninitial: A\n";

#[track_caller]
fn completes(server: &mut LanguageServer, text: &str, elements: &[&Element], but: &[&str]) {
    let open = server.open(text);
    let found = server.complete(&open);
    for key in elements.iter().flat_map(|element| element.keys).filter(|key| !but.contains(&key.name)) {
        let Some((inserted, told)) = found.get(key.name) else { panic!("no `{}` at\n{text}\n{found:#?}", key.name) };
        assert!(inserted.contains(':'), "`{}` inserts {inserted:?}", key.name);
        assert!(told.contains(key.about), "`{}` says {told:?}", key.name);
    }
}

/// One after the other, since each server takes seconds to begin.
#[test]
fn an_editor_completes_explains_and_judges() {
    let mut server = LanguageServer::start(&schema());
    keys_are_offered_where_they_belong(&mut server);
    words_are_offered_where_there_is_a_choice(&mut server);
    every_key_is_explained(&mut server);
    faults_are_shown_where_they_are(&mut server);
}

fn keys_are_offered_where_they_belong(server: &mut LanguageServer) {
    let at = |rest: &str| format!("{HEAD}{rest}");
    completes(server, "wayfare: 1\njourney: j\n|", &[&JOURNEY], &["wayfare", "journey"]);
    completes(server, &at("states:\n  A:\n    |"), &[&STATE], &[]);
    completes(server, &at("states:\n  A:\n    steps:\n      - |"), &[&STEP], &[]);
    completes(server, &at("states:\n  A:\n    steps:\n      - id: a\n        |"), &[&STEP], &["id"]);
    completes(server, &at("states:\n  A:\n    on_entry:\n      - |"), &[&ITEM, &IF], &[]);
    completes(server, &at("context:\n  a:\n    |"), &[&LONG], &[]);
    let test =
        "wayfare: 1\nscenarios: j\ntests:\n  - name: a\n    steps:\n      - send: E\n        expect:\n          |";
    completes(server, test, &[&EXPECT], &[]);
}

fn words_are_offered_where_there_is_a_choice(server: &mut LanguageServer) {
    for (rest, words) in [
        ("states:\n  A:\n    history: |", &["shallow", "deep"][..]),
        ("entry:\n  reentry: |", &["never", "after_end"]),
        ("context:\n  a: |", &["string?", "int?", "timestamp?"]),
        ("events:\n  E:\n    payload:\n      a: |", &["string", "duration"]),
        ("identity:\n  merge: |", &["furthest", "newest", "known"]),
    ] {
        let open = server.open(&format!("{HEAD}{rest}"));
        let found = server.complete(&open);
        for word in words {
            assert!(found.contains_key(*word), "no `{word}` at {rest}\n{found:#?}");
        }
        assert!(!found.contains_key("true"), "{rest}\n{found:#?}");
    }
    let open = server.open("wayfare: 1\n|");
    let found: Vec<String> = server.complete(&open).into_keys().collect();
    assert_eq!(found, ["catalog", "journey", "scenarios"]);
}

/// Every property of the schema with the words about it.
fn properties(schema: &Value, all: &mut BTreeSet<(String, String)>) {
    match schema {
        Value::Object(members) => {
            for (key, property) in schema["properties"].as_object().into_iter().flatten() {
                let words = property.get("markdownDescription").or_else(|| property.get("description"));
                all.extend(words.and_then(Value::as_str).map(|words| (key.clone(), words.to_owned())));
            }
            for inner in members.values() {
                properties(inner, all);
            }
        }
        Value::Array(items) => items.iter().for_each(|inner| properties(inner, all)),
        _ => {}
    }
}

fn every_key_is_explained(server: &mut LanguageServer) {
    let mut unexplained = BTreeSet::new();
    properties(&serde_json::from_slice(&fs::read(schema()).unwrap()).unwrap(), &mut unexplained);
    assert!(unexplained.len() > 130, "{}", unexplained.len());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let key = regex::Regex::new(r"(?:^|[\s{-])([a-z_]+):").unwrap();
    let more = files("tests/schemas").into_iter().filter(|path| is_yaml(path));
    for path in more.chain([folder.join("tests/reading/whole-language.yaml")]) {
        let text = fs::read_to_string(path).unwrap();
        let open = server.open_whole(&text);
        for (number, line) in text.lines().enumerate() {
            for found in key.captures_iter(line) {
                let found = found.get(1).unwrap();
                if unexplained.iter().any(|(name, _)| name == found.as_str()) {
                    // Within the key: its beginning may be the end of what is above it.
                    let told = server.hover(&open, number, line[..found.start()].chars().count() + 1);
                    unexplained.retain(|(name, words)| name != found.as_str() || !told.contains(words));
                }
            }
        }
    }
    assert!(unexplained.is_empty(), "{unexplained:#?}");
}

fn faults_are_shown_where_they_are(server: &mut LanguageServer) {
    let text = format!(
        "{HEAD}states:\n  A:\n    steps:\n      - id: go\n        triggers: E\n        nope: 3\n        reenter: 1\n      - id: late\n        \
         after: soon\n  B: {{ final: true, initial: A }}\n"
    );
    let open = server.open_whole(&text);
    let faults = server.faults(&open);
    let expected = [
        "10:9 Property nope is not allowed.",
        "11:18 Incorrect type. Expected \"boolean\".",
        "13:16 This is not a duration such as 15m or 3d, or = and an expression that gives one.",
        "14:21 Property initial is not allowed.",
    ];
    assert_eq!(faults, expected);
    for path in files("journeys").into_iter().filter(|path| is_yaml(path)) {
        let open = server.open_whole(&fs::read_to_string(&path).unwrap());
        assert_eq!(server.faults(&open), [""; 0], "{}", path.display());
    }
}

/// The faults that ajv finds in each of `files`.
fn by_ajv(files: &[(String, Value)]) -> Vec<Vec<String>> {
    let schema = |&(name, kind): &(&str, _)| (name.to_owned(), serde_json::from_slice(&render(kind)).unwrap());
    let schemas: Map<String, Value> = ALL.iter().map(schema).collect();
    let files: Vec<Value> = files.iter().map(|(kind, file)| json!({ "kind": kind, "file": file })).collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/services/editors/judge.mjs");
    let mut child = Command::new("node")
        .arg(script)
        .env("EDITORS", editors())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let asked = json!({ "schemas": schemas, "files": files }).to_string();
    child.stdin.take().unwrap().write_all(asked.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_second_validator_judges_alike() {
    let mut all: BTreeMap<String, (String, Value, bool)> = BTreeMap::new();
    for path in files("journeys") {
        let text = fs::read_to_string(&path).unwrap();
        let file = match path.extension().and_then(|extension| extension.to_str()) {
            Some("yaml") => of_yaml(&text).map(|file| (kind_of(&file).unwrap().to_owned(), file, true)),
            Some("toml") => of_toml(&text).map(|file| ("config".to_owned(), file, true)),
            _ => continue,
        };
        all.insert(path.display().to_string(), file.unwrap());
    }
    for page in
        files("tests/schemas").into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "md"))
    {
        for case in cases(&page).1 {
            let file = match case.kind.as_str() {
                "config" => of_toml(&case.text),
                "event" => serde_json::from_str(&case.text).ok(),
                _ => of_yaml(&case.text),
            };
            all.insert(case.place, (case.kind, file.unwrap(), false));
        }
    }
    let files: Vec<(String, Value)> = all.values().map(|(kind, file, _)| (kind.clone(), file.clone())).collect();
    for ((place, (_, _, good)), faults) in all.iter().zip(by_ajv(&files)) {
        assert_eq!(*good, faults.is_empty(), "{place}: {faults:?}");
    }
}
