//! What is generated is current: `UPDATE_GENERATED=1 cargo test --test generated` writes it anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use wayfare::lint::registry::RULES;
use wayfare::lint::rule::{Group, Rule};
use wayfare::report::schema::document as schema;
use wayfare::terms::rule::Level;

/// `docs/rules.md`, from the registry alone.
fn rules_page() -> String {
    let mut page = String::from(
        "# Rules\n\nGenerated from the rules themselves; `UPDATE_GENERATED=1 cargo test --test generated` writes it anew. \
         `wayfare explain RULE`\nshows the same on the terminal. In an example a comment with `^` says which rule the \
         line above it breaks, and where.\n",
    );
    let mut group: Option<Group> = None;
    for rule in RULES {
        if group != Some(rule.group) {
            let _ = write!(page, "\n## {}\n\n{}\n", rule.group.title(), levels(rule.group));
            group = Some(rule.group);
        }
        page.push_str(&entry(rule));
    }
    page
}

fn levels(group: Group) -> String {
    match group {
        Group::Language => "Always errors: nothing runs while there is one.".to_owned(),
        other => {
            format!("The level of each, or of all of `{}`, is set in `wayfare.toml` under `[lint]`.", other.name())
        }
    }
}

fn entry(rule: &Rule) -> String {
    let Rule { name, catches, why, bad, good, .. } = rule;
    let level = match rule.level {
        Level::Off => "off",
        Level::Warning => "warning",
        Level::Error => "error",
    };
    format!("\n### {}\n\nLevel: {level}. {catches}\n\n{why}\n\nBad:\n\n{bad}\nGood:\n\n{good}", name.0)
}

#[track_caller]
fn holds(path: &str, expected: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if env::var_os("UPDATE_GENERATED").is_some() {
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
    holds("docs/rules.md", &rules_page());
}
