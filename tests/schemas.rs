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
use std::{env, fs};

use serde_json::Value;
use validator::mutants::mutants;
use validator::{Validators, files, kind_of, of_toml, of_yaml};
use wayfare::project::workspace::Workspace;
use wayfare::syntax::document::Document;
use wayfare::syntax::read::read;
use wayfare::syntax::source::Source;
use wayfare::terms::rule::Level;
use wayfare::terms::span::FileId;
use wayfare::trial::check::judged;

#[test]
fn every_file_of_the_examples_passes() {
    let validators = Validators::new();
    let mut passed = 0;
    for path in files("journeys") {
        let text = fs::read_to_string(&path).unwrap();
        let (kind, file) = match path.extension().and_then(|extension| extension.to_str()) {
            Some("yaml") => {
                let file = of_yaml(&text).unwrap();
                (kind_of(&file).unwrap(), file)
            }
            Some("toml") => ("config", of_toml(&text).unwrap()),
            _ => continue,
        };
        assert_eq!(validators.faults(kind, &file), [], "{}", path.display());
        if kind != "config" {
            assert_eq!(validators.faults("file", &file), [], "{}", path.display());
        }
        passed += 1;
    }
    assert!(passed > 20, "{passed} files");
}

/// The rule that the compiler names first: in the file alone, or together with the catalog beside it.
fn refused(path: &Path, text: &str) -> Option<String> {
    let source = Source::new(FileId(0), path, text.to_owned());
    let mut findings = Vec::new();
    let read = read(&source, &mut findings);
    if let Some(finding) = findings.first() {
        return Some(finding.rule.0.to_owned());
    }
    // What tests name is a matter of the lint; a test of a journey that is not at hand is not judged.
    if matches!(read, Some(Document::Scenarios(_))) {
        return None;
    }
    let beside = ["catalog.yaml", "schemas/item_added_to_cart.json"].map(PathBuf::from);
    let beside = beside
        .into_iter()
        .filter_map(|name| Some((name.clone(), fs::read_to_string(path.with_file_name(&name)).ok()?)));
    let mut files = vec![(PathBuf::from(path.file_name().unwrap()), text.to_owned())];
    files.extend(beside.filter(|(name, _)| !path.ends_with(name)));
    let errors = judged(&Workspace::from_texts(&files)).into_iter().filter(|judged| judged.level == Level::Error);
    errors.map(|judged| judged.finding.rule.0.to_owned()).next()
}

#[test]
fn what_a_schema_refuses_the_compiler_refuses() {
    let validators = Validators::new();
    let step = env::var("EVERY").map_or(97, |step| step.parse().unwrap());
    let (mut count, mut failed, mut strict) = (0, 0, Vec::new());
    for path in files("journeys").into_iter().chain(files("tests/scenarios")) {
        let text = fs::read_to_string(&path).unwrap();
        let Some(kind) = of_yaml(&text).as_ref().and_then(kind_of) else { continue };
        if path.to_string_lossy().contains("earlier") || path.to_string_lossy().contains("versions") {
            continue;
        }
        assert_eq!(refused(&path, &text), None, "{}", path.display());
        for mutant in mutants(&text, step) {
            count += 1;
            let Some(file) = of_yaml(&mutant.text) else { continue };
            let faults = validators.faults(kind, &file);
            if env::var_os("CONVERSE").is_some()
                && faults.is_empty()
                && let Some(e) = refused(&path, &mutant.text)
                && ["wrong-shape", "missing-key", "unknown-key", "bad-name", "several-triggers", "no-initial"]
                    .iter()
                    .any(|r| e.starts_with(r))
            {
                println!("MISSED {} {} {e}", path.file_name().unwrap().display(), mutant.what);
            }
            if !faults.is_empty() {
                failed += 1;
                if refused(&path, &mutant.text).is_none() {
                    strict.push(format!("{}: {}: {:?}", path.display(), mutant.what, faults[0]));
                }
            }
        }
    }
    println!("{count} mutants, {failed} fail");
    assert!(strict.is_empty(), "{} too strict:\n{}", strict.len(), strict.join("\n"));
}
