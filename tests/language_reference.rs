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
mod vocabulary;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use reference::example::Section;
use reference::page::{Item, Kind, code, items};
use vocabulary::{PLACES, Said};
use wayfare::expr::forms::Forms;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// Words of closed lists that scenario tests may expect.
const EXPECTED: [(&str, &str); 3] = [
    ("ignored", "duplicate not-entered no-match no-key no-effect guard-false completed exited no-consent"),
    ("dead_letter", "contract runtime-error livelock suspended emit-limit migration"),
    ("status", "active completed exited not-entered"),
];
const HELD: [&str; 5] = ["no-consent", "capped", "outside-window", "deferred", "exited"];
/// Places of the vocabulary that have keys.
const ELEMENTS: [&str; 30] = [
    "journey",
    "catalog",
    "event",
    "function",
    "window",
    "cap",
    "action",
    "retry",
    "entry",
    "reentry",
    "rule",
    "goal",
    "identity",
    "state",
    "split",
    "arm",
    "step",
    "guard",
    "item",
    "raise",
    "emit",
    "schedule",
    "migrate",
    "scenarios",
    "test",
    "user",
    "deed",
    "send",
    "answer",
    "expect",
];
const OPERATORS: [&str; 29] = [
    " + ", " - ", " * ", " / ", " % ", " ** ", " << ", " >> ", " & ", " | ", " ^ ", " == ", " != ", " < ", " <= ",
    " > ", " >= ", " && ", " || ", " in ", " !in ", " ?? ", "..", "..=", "?.", "!", "-", "[", "if ",
];
#[test]
fn every_example_does_what_the_page_says() {
    let mut wrong = Vec::new();
    let (mut said, mut tests) = (Said::default(), String::new());
    for (name, text) in pages() {
        let mut section = Section::default();
        for item in items(&text) {
            let faults = match &item.kind {
                Kind::Heading(level) => {
                    if *level <= 2 {
                        section.next();
                    }
                    Vec::new()
                }
                Kind::Block(info, _) if is_idle(info, &text) => vec![(item.line, format!("nothing uses `{info}`"))],
                Kind::Block(info, body) => match section.block(info, body) {
                    Ok(Some((place, text))) => {
                        match place {
                            "file" => said.read(&text),
                            place => said.read_part(place, &text),
                        }
                        if ["test", "deed"].contains(&place) {
                            tests.push_str(&text);
                        }
                        Vec::new()
                    }
                    Ok(None) => Vec::new(),
                    Err(fault) => vec![(item.line, fault)],
                },
                Kind::Table(header, rows) => {
                    for cell in rows.iter().filter_map(|row| code(&row.1[0])) {
                        match header[0].as_str() {
                            "expression" => said.expression(cell),
                            "written" => said.read_part("value", cell),
                            _ => {}
                        }
                    }
                    section.table(header, rows)
                }
            };
            wrong.extend(faults.into_iter().map(|(line, fault)| format!("{name}:{line}: {fault}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    let mut unsaid = said.unsaid();
    let words = EXPECTED.iter().flat_map(|(key, words)| words.split(' ').map(move |word| format!("{key}: {word}")));
    unsaid.extend(words.filter(|words| !tests.contains(words.as_str())));
    unsaid.extend(HELD.into_iter().filter(|word| !tests.contains(&format!(": {word}"))).map(str::to_owned));
    assert!(unsaid.is_empty(), "no example shows {unsaid:#?}");
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
fn the_index_has_every_key() {
    let (_, text) = pages().into_iter().next().unwrap();
    let of_table = |item: Item<'_>| match item.kind {
        Kind::Table(header, rows) if header == ["in", "keys"] => Some(rows),
        _ => None,
    };
    let rows = items(&text).into_iter().find_map(of_table).expect("an index");
    let index: BTreeSet<BTreeSet<&str>> =
        rows.iter().map(|(_, cells)| cells[1].split(' ').filter_map(code).collect()).collect();
    let keys = PLACES.iter().map(|(place, words)| {
        let words = words.split(' ').map(|word| word.split_once('=').map_or(word, |(key, _)| key));
        (place, words.filter(|word| !word.is_empty() && !word.starts_with('<')).collect::<BTreeSet<_>>())
    });
    let absent: Vec<_> = keys.filter(|(place, keys)| ELEMENTS.contains(place) && !index.contains(keys)).collect();
    assert!(absent.is_empty(), "the index of keys lacks {absent:?}");
}

/// Whether a block is a file of data that nothing else on the page names.
fn is_idle(info: &str, page: &str) -> bool {
    let data = info.strip_prefix("json file=").or_else(|| info.strip_prefix("jsonl file="));
    data.is_some_and(|name| page.matches(name).count() < 2)
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
