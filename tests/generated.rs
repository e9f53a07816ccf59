//! What is generated is current: `UPDATE_GENERATED=1 cargo test --test generated` writes it anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use wayfare::lint::registry::RULES;
use wayfare::report::changes::catalogue;
use wayfare::report::rules::markdown;
use wayfare::report::schema::document as schema;

#[track_caller]
fn holds(path: &str, expected: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if env::var_os("UPDATE_GENERATED").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, expected).unwrap();
    }
    let is = fs::read_to_string(&file).unwrap_or_default();
    assert!(is == expected, "`{path}` is not current: run `UPDATE_GENERATED=1 cargo test --test generated`");
}

#[test]
fn the_schemas_are_current() {
    for (name, kind) in schema::ALL {
        holds(&format!("schemas/{name}.schema.json"), &String::from_utf8(schema::render(kind)).unwrap());
    }
}

#[test]
fn the_page_of_rules_is_current() {
    holds("docs/rules.md", &markdown::page(RULES));
}

#[test]
fn the_page_of_changes_is_current() {
    holds("docs/changes.md", &catalogue::page());
}

#[test]
fn the_completions_of_shells_are_current() {
    for (shell, file) in [
        ("bash", "wayfare.bash"),
        ("zsh", "_wayfare"),
        ("fish", "wayfare.fish"),
        ("powershell", "_wayfare.ps1"),
        ("elvish", "wayfare.elv"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_wayfare")).args(["completions", shell]).output().unwrap();
        assert!(output.status.success(), "{shell}");
        holds(&format!("docs/completions/{file}"), &String::from_utf8(output.stdout).unwrap());
    }
}

#[test]
fn the_picture_of_the_readme_is_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let journey = readme.split("```yaml file=trial.yaml\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("trial.yaml"), journey).unwrap();
    let graph = ["graph", "trial.yaml", "--format", "svg"];
    let output = Command::new(env!("CARGO_BIN_EXE_wayfare")).args(graph).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success());
    holds("docs/pictures/trial.svg", &String::from_utf8(output.stdout).unwrap());
}
