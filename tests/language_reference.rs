//! Every example of the reference does what the page says, and every part of the language has one.
//!
//! The pages are `docs/language.md` and those in `docs/language/`. Each fenced block must say in its info string how it is
//! executed: `yaml file=NAME` is a file of the section, a journey that checks clean or tests that pass; `yaml in=PLACE` is
//! a fragment in the frame of `tests/reference/frame.yaml`; `yaml test` are the items of a test, or a whole one, played on
//! the journey before it; a comment `# ^^^^ rule: words` is what must be found above it. `json`, `jsonl` and
//! `toml file=NAME` stand beside the others; tests/documentation.rs runs `console`. Tables of expressions are executed too.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod markers;
mod reference;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use reference::elements::Coverage;
use reference::example::Section;
use reference::page::{Item, Kind, anchor, code, items};
use wayfare::expr::forms::Forms;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// What a trigger may begin or end with beside a plain name.
const TRIGGERS: [&str; 6] = ["done.", "succeeded.", "failed.", "held.", ".*", "*"];
const OPERATORS: [&str; 29] = [
    " + ", " - ", " * ", " / ", " % ", " ** ", " << ", " >> ", " & ", " | ", " ^ ", " == ", " != ", " < ", " <= ",
    " > ", " >= ", " && ", " || ", " in ", " !in ", " ?? ", "..", "..=", "?.", "!", "-", "[", "if ",
];
/// What the body of a function may be made of.
const BODY: [&str; 10] = ["let ", " = ", "+= ", "if ", "else", "for ", "while ", "break", "continue", "return"];

#[test]
fn every_example_does_what_the_page_says() {
    let mut wrong = Vec::new();
    let mut coverage = Coverage::new();
    for (name, text) in pages() {
        let mut section = Section::default();
        for item in items(&text) {
            let faults = match &item.kind {
                Kind::Heading(level, _) => {
                    if *level <= 2 {
                        section.next();
                    }
                    Vec::new()
                }
                Kind::Block(info, body) => match section.block(info, body) {
                    Ok(Some((place, text))) => {
                        coverage.see(&place, &text);
                        Vec::new()
                    }
                    Ok(None) => Vec::new(),
                    Err(fault) => vec![(item.line, fault)],
                },
                Kind::Table(header, rows) => section.table(header, rows),
            };
            wrong.extend(faults.into_iter().map(|(line, fault)| format!("{name}:{line}: {fault}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(coverage.strange.is_empty(), "tests/reference/elements.yaml does not know {:?}", coverage.strange);
    let unseen = coverage.unseen();
    assert!(unseen.is_empty(), "no example shows\n{}", unseen.join("\n"));
    let heard = |part: &&str| coverage.triggers.iter().any(|it| it.starts_with(*part) || it.ends_with(*part));
    let silent: Vec<_> = TRIGGERS.iter().filter(|part| !heard(part)).collect();
    assert!(silent.is_empty(), "no example is triggered by {silent:?}");
    let missing: Vec<_> = BODY.iter().filter(|part| !coverage.bodies.contains(**part)).collect();
    assert!(missing.is_empty(), "no body of a function has {missing:?}");
}

#[test]
fn every_function_and_operator_stands_in_a_table() {
    let mut shown = String::new();
    for (_, text) in pages() {
        for Item { kind, .. } in items(&text) {
            if let Kind::Table(header, rows) = kind
                && header.first().is_some_and(|cell| cell == "expression")
            {
                shown.extend(rows.iter().filter_map(|row| code(&row.1[0])).map(|code| format!(" {code} \n")));
            }
        }
    }
    let forms = Forms::all();
    let functions = forms.rarest().into_iter().filter_map(|(form, _)| form.strip_prefix("Call ").map(str::to_owned));
    let functions = functions.filter(|name| !name.contains(' '));
    let names: BTreeSet<String> = functions.chain(["in_state".to_owned(), "has".to_owned()]).collect();
    assert!(names.len() > 25, "only {names:?}");
    let absent: Vec<_> = names.iter().filter(|name| !shown.contains(&format!("{name}("))).collect();
    assert!(absent.is_empty(), "no table shows {absent:?}");
    let absent: Vec<_> = OPERATORS.iter().filter(|sign| !shown.contains(**sign)).collect();
    assert!(absent.is_empty(), "no table shows {absent:?}");
}

#[test]
fn links_lead_to_headings() {
    let pages = pages();
    let mut wrong = Vec::new();
    for (name, text) in &pages {
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let Some((path, heading)) = link.split_once('#') else { continue };
            let target = if path.is_empty() { name.clone() } else { beside(name, path) };
            let Some((_, text)) = pages.iter().find(|(name, _)| *name == target) else { continue };
            let there = items(text)
                .into_iter()
                .any(|item| matches!(item.kind, Kind::Heading(_, text) if anchor(text) == heading));
            if !there {
                wrong.push(format!("{name} links to {link}, where there is no such heading"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A page that a link names, from the folder of the page that has it.
fn beside(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()),
            other => parts.push(other),
        }
    }
    parts.join("/")
}

/// The pages of the reference, by path in the project, with their texts.
fn pages() -> Vec<(String, String)> {
    let folder = Path::new(ROOT).join("docs/language");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.insert(0, Path::new(ROOT).join("docs/language.md"));
    let named = |path: &PathBuf| path.strip_prefix(ROOT).unwrap().display().to_string();
    paths.iter().map(|path| (named(path), fs::read_to_string(path).unwrap())).collect()
}
