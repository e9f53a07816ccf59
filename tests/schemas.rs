//! A schema refuses what the compiler refuses, as far as it can, and nothing else.
//!
//! A wrong file is a case in a page of `tests/schemas/`: a fenced block with its kind, the place of the fault in the
//! file, the keyword of JSON Schema that refuses it, and the rule that the compiler names. A block has only what is wrong;
//! keys at the top that it does not have are those of the good file that the page begins with.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a test stops where it stands"
)]

mod validator;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use serde_json::Value;
use validator::cases::cases;
use validator::mutants::mutants;
use validator::{Validators, files, kind_of, of_toml, of_yaml};
use wayfare::graph::fleet::Fleet;
use wayfare::graph::machine::Machine;
use wayfare::intake::decode::Decoder;
use wayfare::project::elements::{CONFIG, LIMITS, SINK, SINK_SORTS};
use wayfare::project::workspace::Workspace;
use wayfare::report::schema::document::{ALL, render};
use wayfare::syntax::document::Document;
use wayfare::syntax::read::read;
use wayfare::syntax::source::Source;
use wayfare::terms::element::Form;
use wayfare::terms::rule::Level;
use wayfare::terms::span::FileId;
use wayfare::trial::check::judged;

#[test]
fn every_file_of_the_examples_passes() {
    let validators = Validators::new();
    let mut passed = 0;
    for path in ["journeys", "src/cli/init"].into_iter().flat_map(files) {
        let text = fs::read_to_string(&path).unwrap();
        let (kind, file) = match path.extension().and_then(|extension| extension.to_str()) {
            Some("yaml") => match of_yaml(&text).and_then(|file| Some((kind_of(&file)?, file))) {
                Some(it) => it,
                // The workflow of a forge.
                None => continue,
            },
            Some("toml") => ("config", of_toml(&text).unwrap()),
            _ => continue,
        };
        assert_eq!(validators.faults(kind, &file), [], "{}", path.display());
        if kind != "config" {
            assert_eq!(validators.faults("file", &file), [], "{}", path.display());
        }
        passed += 1;
    }
    assert!(passed > 40, "{passed} files");
}

#[test]
fn every_sample_event_that_is_read_passes() {
    let validators = Validators::new();
    let journeys = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
    let workspace = Workspace::open(std::slice::from_ref(&journeys)).unwrap();
    let decoder = decoder(&workspace);
    let events = fs::read_to_string(journeys.join("sample.events.jsonl")).unwrap();
    let (mut passed, mut refused) = (0, 0);
    for (number, line) in (1..).zip(events.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let faults = serde_json::from_str(line).map(|event| validators.faults("event", &event));
        match decoder.decode(line.as_bytes(), number) {
            Ok(_) => assert!(faults.as_ref().is_ok_and(Vec::is_empty), "line {number}: {faults:#?}"),
            // A contract of the project, which the schema cannot know, refuses too.
            Err(_) => refused += usize::from(!faults.is_ok_and(|faults| faults.is_empty())),
        }
        passed += 1;
    }
    assert!(passed > 4_000 && refused > 5, "{passed} events, {refused} refused by the schema");
}

/// The rules that the compiler names: of the file alone, or together with the catalog beside it.
fn refused(path: &Path, text: &str) -> Vec<String> {
    let source = Source::new(FileId(0), path, text.to_owned());
    let mut findings = Vec::new();
    let read = read(&source, &mut findings);
    // What tests name is a matter of the lint, and of journeys that are not at hand here.
    if !findings.is_empty() || matches!(read, Some(Document::Scenarios(_))) {
        return findings.into_iter().map(|finding| finding.rule.0.to_owned()).collect();
    }
    let mut files = vec![(PathBuf::from(path.file_name().unwrap()), text.to_owned())];
    for name in ["catalog.yaml", "schemas/item_added_to_cart.json"].map(PathBuf::from) {
        let beside = path.with_file_name(&name);
        if beside != path && beside.is_file() {
            files.push((name, fs::read_to_string(beside).unwrap()));
        }
    }
    let errors = judged(&Workspace::from_texts(&files)).into_iter().filter(|judged| judged.level == Level::Error);
    errors.map(|judged| judged.finding.rule.0.to_owned()).collect()
}

#[test]
fn what_a_schema_refuses_the_compiler_refuses() {
    let validators = Validators::new();
    let step = env::var_os("EVERY").map_or(701, |step| step.to_str().unwrap().parse().unwrap());
    let (mut count, mut failed, mut strict) = (0, 0, Vec::new());
    for path in ["journeys", "tests/scenarios", "tests/schemas"].into_iter().flat_map(files) {
        let text = fs::read_to_string(&path).unwrap();
        let Some(kind) = of_yaml(&text).as_ref().and_then(kind_of) else { continue };
        // What belongs to another version does not stand beside these.
        if path.components().any(|part| part.as_os_str() == "earlier") {
            continue;
        }
        assert!(refused(&path, &text).is_empty(), "{}", path.display());
        for mutant in mutants(&text, step) {
            count += 1;
            let Some(file) = of_yaml(&mutant.text) else { continue };
            let faults = validators.faults(kind, &file);
            if !faults.is_empty() {
                failed += 1;
                if refused(&path, &mutant.text).is_empty() {
                    strict.push(format!("{}: {}: {:?}", path.display(), mutant.what, faults[0]));
                }
            }
        }
    }
    println!("{count} mutants, {failed} fail");
    assert!(strict.is_empty(), "{} too strict:\n{}", strict.len(), strict.join("\n"));
}

/// The YAML files in the fenced blocks of a page, without the marks of what is expected of them.
fn blocks(page: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            let body: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            let files = body.split(|line| *line == "---").map(|file| file.join("\n") + "\n");
            all.extend(files.filter(|file| line.contains("yaml") && file.contains("wayfare: 1")));
        }
    }
    all
}

#[test]
fn what_the_compiler_takes_passes() {
    let validators = Validators::new();
    let pages = ["docs", "tests/language", "tests/reading"].into_iter().flat_map(files);
    let texts = pages.flat_map(|path| {
        let text = fs::read_to_string(&path).unwrap();
        if path.extension().is_some_and(|extension| extension == "md") { blocks(&text) } else { vec![text] }
    });
    let (mut taken, mut failed) = (0, 0);
    for text in texts {
        let Some(file) = of_yaml(&text) else { continue };
        let Some(kind) = kind_of(&file) else { continue };
        let faults = validators.faults(kind, &file);
        let rules = refused(Path::new("a/j.yaml"), &text);
        assert!(faults.is_empty() || !rules.is_empty(), "{faults:#?}\n{text}");
        taken += usize::from(rules.is_empty());
        failed += usize::from(!faults.is_empty());
    }
    assert!(taken > 30 && failed > 30, "{taken} are taken, {failed} fail");
}

#[test]
fn every_key_of_a_config_is_read() {
    let tables = CONFIG.keys.iter().filter_map(|table| match table.form {
        Form::Element(element) => Some((format!("[{}]", table.name), *element)),
        _ => None,
    });
    let limits = (String::from("[lint.limits]"), &LIMITS);
    let sinks = SINK_SORTS.map(|(sort, _)| (format!("[sinks.s]\nkind = \"{sort}\""), &SINK));
    let mut count = 0;
    for (head, element) in tables.chain([limits]).chain(sinks) {
        let sort = SINK_SORTS.iter().find(|(sort, _)| head.contains(&format!("\"{sort}\"")));
        for key in element.keys {
            let Some(example) = key.default.or_else(|| key.examples.first().copied()) else { continue };
            // What JSON writes here TOML writes alike.
            let text = format!("{head}\n{} = {example}\n", key.name);
            let all = ["purpose", "rate"].contains(&key.name);
            if sort.is_none_or(|(_, own)| all || own.contains(&key.name)) && key.name != "journeys" {
                assert_eq!(refused_by_reader("config", &text), [""; 0], "{text}");
                count += 1;
            }
        }
    }
    assert!(count > 40, "{count} keys");
}

/// Every property of a schema, and what stands behind references to it.
fn properties<'s>(schema: &'s Value, all: &mut Vec<(String, &'s Value)>) {
    if let Some(members) = schema.as_object() {
        let own = schema["properties"].as_object().into_iter().flatten();
        all.extend(own.map(|(key, property)| (format!("{} `{key}`", schema["title"]), property)));
        for inner in members.values() {
            properties(inner, all);
        }
    } else if let Some(items) = schema.as_array() {
        for inner in items {
            properties(inner, all);
        }
    }
}

#[test]
fn examples_and_defaults_are_what_they_are_of() {
    let mut count = 0;
    for (name, kind) in ALL {
        let schema: Value = serde_json::from_slice(&render(kind)).unwrap();
        let mut all = Vec::new();
        properties(&schema, &mut all);
        for (place, property) in all.into_iter().filter(|(_, property)| property.is_object()) {
            let mut alone = property.clone();
            alone["$defs"] = schema["$defs"].clone();
            let validator = jsonschema::draft202012::new(&alone).unwrap();
            let examples = property["examples"].as_array().into_iter().flatten();
            for example in examples.chain(property.get("default")) {
                count += 1;
                assert!(validator.is_valid(example), "{name}: {place}: {example}");
            }
            let about = property["description"].as_str();
            assert!(about.is_none_or(|about| about.ends_with('.')), "{name}: {place}: {about:?}");
        }
    }
    assert!(count > 300, "{count} examples");
}

/// What reads the events of the journeys of `workspace`.
fn decoder(workspace: &Workspace) -> Decoder {
    let journeys = workspace.projects.iter().flat_map(|project| &project.journeys);
    Decoder::new(&Fleet::new(journeys.map(|journey| Arc::new(Machine::new(Arc::clone(journey)))).collect()))
}

/// What our own reader says of a file that is no YAML: the rule, or the reason why it is no event.
fn refused_by_reader(kind: &str, text: &str) -> Vec<String> {
    if kind == "config" {
        let files = [("wayfare.toml", text), ("journeys/a.yaml", "wayfare: 1\ncatalog: a\n")];
        let files = files.map(|(path, text)| (PathBuf::from(path), text.to_owned()));
        let findings = judged(&Workspace::from_texts(&files)).into_iter();
        return findings.map(|judged| judged.finding.rule.0.to_owned()).collect();
    }
    let journey = "wayfare: 1\njourney: j\nversion: 1.0.0\nevents: { E: { payload: { n: int? } } }\ninitial: A\n\
                   states: { A: { steps: [{ id: go, triggers: E, guard: event.payload.n == 1, to: B }] }, B: { final: true } }\n";
    let workspace = Workspace::from_texts(&[(PathBuf::from("j.yaml"), journey.to_owned())]);
    let rejected = decoder(&workspace).decode(text.trim_end().as_bytes(), 1).err();
    rejected.into_iter().map(|rejected| rejected.reason.to_owned()).collect()
}

#[test]
fn wrong_files_fail_at_their_place() {
    let validators = Validators::new();
    let (mut count, mut wrong) = (0, Vec::new());
    for page in
        files("tests/schemas").into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "md"))
    {
        let (good, cases) = cases(&page);
        for text in good {
            let file = of_yaml(&text).unwrap();
            assert_eq!(validators.faults(kind_of(&file).unwrap(), &file), [], "{text}");
            assert!(refused(Path::new("a/j.yaml"), &text).is_empty(), "{text}");
        }
        for case in cases {
            count += 1;
            let (file, rules) = match case.kind.as_str() {
                "config" => (of_toml(&case.text), refused_by_reader("config", &case.text)),
                "event" => (serde_json::from_str(&case.text).ok(), refused_by_reader("event", &case.text)),
                _ => (of_yaml(&case.text), refused(Path::new("a/j.yaml"), &case.text)),
            };
            let faults = validators.faults(&case.kind, &file.unwrap());
            let expected = |(at, keyword, _): &(String, String, String)| (at, keyword) == (&case.at, &case.keyword);
            if !faults.iter().any(expected) || !rules.contains(&case.rule) || faults.len() > 2 {
                wrong.push(format!("{}: {rules:?} {faults:#?}\n{}", case.place, case.text));
            }
        }
    }
    println!("{count} wrong files");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 150, "{count} wrong files");
}
