//! The code keeps the law of `docs/architecture.md`, whose tables this test reads.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod house;

use std::collections::{BTreeMap, BTreeSet};

use house::page::Page;
use house::source::{File, files};

/// Files above this many lines fail; above the second they are mentioned.
const MOST_LINES: usize = 500;
const MANY_LINES: usize = 400;

#[track_caller]
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_room_has_a_floor_and_every_floor_its_rooms() {
    let page = Page::read();
    let rooms: BTreeSet<String> = files().iter().filter_map(File::room).collect();
    let mut faults = Vec::new();
    for room in &rooms {
        match page.floors.get(room) {
            None => faults.push(format!("src/{room}: give the room a floor in docs/architecture.md")),
            Some((_, false)) => faults.push(format!("src/{room}: docs/architecture.md says `later`; it stands")),
            Some(_) => {}
        }
    }
    for (room, (_, stands)) in &page.floors {
        if *stands && !rooms.contains(room) {
            faults.push(format!("docs/architecture.md: the room `{room}` stands nowhere; say `later`, or take it out"));
        }
    }
    none(&faults);
}

#[test]
fn rooms_import_downward() {
    let page = Page::read();
    let mut faults = Vec::new();
    for file in files() {
        let Some(room) = file.room() else { continue };
        for (line, path) in file.inside_paths() {
            let Some(other) = path.first().filter(|other| **other != room) else { continue };
            let (mine, its) = (page.floors.get(&room), page.floors.get(other));
            if its.is_none_or(|its| mine.is_none_or(|mine| its.0 >= mine.0)) {
                faults.push(format!(
                    "src/{}:{line}: `{room}` must not import `{other}`, which is not on a lower floor; move what is \
                     shared down, or hand it in as a value",
                    file.path
                ));
            }
        }
    }
    none(&faults);
}

#[test]
fn crates_are_named_by_their_owners() {
    let page = Page::read();
    let mut faults = Vec::new();
    for file in files() {
        let room = file.room().unwrap_or_else(|| "lib".to_owned());
        for (line, name) in file.outside_names(page.owners.keys()) {
            let owners = &page.owners[&name];
            if !owners.contains(&room) {
                faults.push(format!(
                    "src/{}:{line}: `{name}` belongs to {}; ask that room, or change the table of owners",
                    file.path,
                    owners.join(", ")
                ));
            }
        }
    }
    none(&faults);
}

/// The path of a module, room first.
type Module = Vec<String>;

#[test]
fn files_form_no_circle() {
    let files = files();
    let names: BTreeSet<Vec<String>> = files.iter().map(File::module).collect();
    let mut edges: BTreeMap<Module, BTreeMap<Module, (String, usize)>> = BTreeMap::new();
    for file in files.iter().filter(|file| file.room().is_some()) {
        let from = file.module();
        for (line, path) in file.inside_paths() {
            let to = (1..=path.len()).rev().map(|length| path[..length].to_vec()).find(|path| names.contains(path));
            if let Some(to) = to.filter(|to| to[0] == from[0] && *to != from) {
                edges.entry(from.clone()).or_default().entry(to).or_insert((file.path.clone(), line));
            }
        }
    }
    let mut faults = Vec::new();
    for (from, targets) in &edges {
        for (to, (path, line)) in targets {
            if reaches(&edges, to, from) {
                faults.push(format!(
                    "src/{path}:{line}: `{}` and `{}` need each other; put what both need into a file below both",
                    from.join("::"),
                    to.join("::")
                ));
            }
        }
    }
    none(&faults);
}

fn reaches<T>(edges: &BTreeMap<Vec<String>, BTreeMap<Vec<String>, T>>, from: &[String], to: &[String]) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from.to_vec()];
    while let Some(at) = open.pop() {
        if at == to {
            return true;
        }
        if seen.insert(at.clone()) {
            open.extend(edges.get(&at).into_iter().flat_map(|targets| targets.keys().cloned()));
        }
    }
    false
}

#[test]
fn faces_are_faces() {
    let files = files();
    let modules: BTreeSet<Vec<String>> = files.iter().map(File::module).collect();
    let faces: BTreeSet<Vec<String>> = files.iter().filter(|file| file.is_face()).map(File::module).collect();
    let mut faults = Vec::new();
    for file in &files {
        for line in file.is_face().then(|| file.lines_that_are_no_face()).into_iter().flatten() {
            faults.push(format!(
                "src/{}:{line}: a `mod.rs` holds `//!`, `mod` and `pub use` lines; give the rest a file of its own",
                file.path
            ));
        }
        for (line, path) in file.inside_paths() {
            let known =
                (1..=path.len()).rev().map(|length| path[..length].to_vec()).find(|path| modules.contains(path));
            if known.is_some_and(|to| faces.contains(&to) && to != file.module() && file.module().starts_with(&to)) {
                faults.push(format!(
                    "src/{}:{line}: a file must not import from the face of its own room; name the file that has it",
                    file.path
                ));
            }
        }
    }
    none(&faults);
}

#[test]
fn files_are_written_alike() {
    let page = Page::read();
    let mut faults = Vec::new();
    for file in files() {
        if !file.text.starts_with("//! ") {
            faults.push(format!("src/{}:1: open the file with a `//!` sentence that says its one idea", file.path));
        }
        for line in file.globs() {
            faults.push(format!("src/{}:{line}: name what is imported instead of `*`", file.path));
        }
        for line in file.relative_uses() {
            faults.push(format!("src/{}:{line}: import by full path, `use crate::…`", file.path));
        }
        let lines = file.text.lines().count();
        if lines > MOST_LINES && !file.is_test && !page.long_files.contains(&file.path) {
            faults.push(format!("src/{}: {lines} lines; split it by its ideas (at most {MOST_LINES})", file.path));
        } else if lines > MANY_LINES && !file.is_test {
            println!("src/{}: {lines} lines; {MANY_LINES} is where a file gets hard to read", file.path);
        }
    }
    none(&faults);
}

#[test]
fn nothing_leaks() {
    const TYPES: [(&str, &[&str]); 2] = [
        ("expr", &["Dynamic", "rhai::", "AST", "EvalAltResult", "ParseError"]),
        ("graph", &["petgraph::", "DiGraph", "NodeIndex", "EdgeIndex"]),
    ];
    let mut faults = Vec::new();
    for file in files() {
        for (room, types) in TYPES.iter().filter(|(room, _)| file.room().as_deref() == Some(*room)) {
            for (line, signature) in file.public_signatures() {
                if let Some(name) = types.iter().find(|name| house::source::has_word(&signature, name)) {
                    faults.push(format!(
                        "src/{}:{line}: `{name}` in a public signature; it must stay in `{room}`: wrap it, or say \
                         `pub(in crate::{room})`",
                        file.path
                    ));
                }
            }
        }
    }
    none(&faults);
}
