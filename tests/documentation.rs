//! Every command and output that the README and the docs show is what a reader gets.
//!
//! A block fenced as ```` ```yaml file=NAME ```` is written to a fresh folder; a ```` ```console ```` block is run there,
//! line by line after `$ `, and compared with what stands below it. `...` on a line of its own stands for any lines, `[..]`
//! for anything within a line; a status other than 0 is told as `(exit status 1)`. `UPDATE_DOCS=1` writes the outputs anew.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]
#![allow(clippy::disallowed_methods, reason = "the test is told by the environment whether to write")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wayfare::model::ids::StateId;
use wayfare::model::journey::StateKind;
use wayfare::project::workspace::Workspace;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn commands_print_what_the_pages_show() {
    let mut wrong = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        let (rewritten, faults) = run_page(&text);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::write(&page, rewritten).unwrap();
        } else {
            wrong.extend(faults.into_iter().map(|fault| format!("{}:{fault}", page.display())));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n\nread the difference, then run UPDATE_DOCS=1 cargo test --test documentation",
        wrong.join("\n")
    );
}

#[test]
fn the_pages_that_are_linked_exist() {
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = link.split('#').next().unwrap_or_default();
            if path.is_empty() || path.contains("://") {
                continue;
            }
            let target = page.parent().unwrap().join(path);
            assert!(target.exists(), "{} links to {link}, which does not exist", page.display());
        }
    }
}

#[test]
fn the_picture_of_the_readme_is_the_journey() {
    let workspace = Workspace::open(&[Path::new(ROOT).join("journeys/subscription.yaml")]).unwrap();
    let journey = &workspace.projects[0].journeys[0];
    let name = |state: StateId| journey.states[state.index()].name.value.as_str();
    let mut edges: Vec<String> = Vec::new();
    for step in &journey.steps {
        let targets = if step.to.is_empty() { vec![step.source] } else { step.to.clone() };
        edges.extend(targets.iter().map(|&to| format!("{} --> {}: {}", name(step.source), name(to), step.id.value)));
    }
    let finals = journey.states.iter().filter(|state| matches!(state.kind, StateKind::Final));
    edges.extend(finals.map(|state| format!("{} --> [*]", state.name.value)));
    let StateKind::Compound(initial) = &journey.states[0].kind else { panic!("a journey begins somewhere") };
    let entering = journey.events[journey.entry.triggers[0].index()].name.as_str();
    edges.extend(initial.iter().map(|&state| format!("[*] --> {}: {entering}", name(state))));
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let picture = readme.split("stateDiagram-v2\n").nth(1).unwrap().split("```").next().unwrap();
    let mut drawn: Vec<String> = picture.lines().map(|line| line.trim().to_owned()).filter(|l| !l.is_empty()).collect();
    edges.sort();
    drawn.sort();
    assert_eq!(drawn, edges, "the picture in README.md shows the steps of journeys/subscription.yaml");
}

fn pages() -> Vec<PathBuf> {
    let mut pages = vec![Path::new(ROOT).join("README.md")];
    let folders = ["docs", "docs/language"].into_iter().flat_map(|it| fs::read_dir(Path::new(ROOT).join(it)).unwrap());
    let mut docs: Vec<PathBuf> = folders.map(|entry| entry.unwrap().path()).collect();
    docs.retain(|path| path.extension().is_some_and(|ext| ext == "md"));
    docs.sort();
    pages.extend(docs);
    pages
}

/// Runs all blocks of a page; returns the page with real outputs, and what differs.
fn run_page(text: &str) -> (String, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(Path::new(ROOT).join("journeys"), folder.path().join("journeys")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let (mut out, mut faults) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < lines.len() {
        out.push(lines[at].to_owned());
        let Some(info) = lines[at].strip_prefix("```").filter(|info| !info.is_empty()) else {
            at += 1;
            continue;
        };
        let end = (at + 1..lines.len()).find(|&line| lines[line] == "```").expect("a block that is closed");
        let body = &lines[at + 1..end];
        if let Some((_, name)) = info.split_once("file=") {
            fs::write(folder.path().join(name.trim()), body.join("\n") + "\n").unwrap();
        }
        if info.starts_with("console") {
            out.extend(run_block(body, at + 2, folder.path(), &mut faults));
        } else {
            out.extend(body.iter().map(|&line| line.to_owned()));
        }
        at = end;
        out.push("```".to_owned());
        at += 1;
    }
    (out.join("\n") + "\n", faults)
}

fn run_block(body: &[&str], first_line: usize, folder: &Path, faults: &mut Vec<String>) -> Vec<String> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < body.len() {
        let start = at;
        let mut command = body[at].strip_prefix("$ ").unwrap_or_else(|| panic!("no command: {}", body[at])).to_owned();
        out.push(body[at].to_owned());
        while command.ends_with('\\') {
            command.pop();
            at += 1;
            command.push_str(body[at]);
            out.push(body[at].to_owned());
        }
        at += 1;
        let end = (at..body.len()).find(|&line| body[line].starts_with("$ ")).unwrap_or(body.len());
        let expected = &body[at..end];
        let got = run(&command, folder);
        if matches(expected, &got.iter().map(String::as_str).collect::<Vec<_>>()) {
            out.extend(expected.iter().map(|&line| line.to_owned()));
        } else {
            faults.push(format!(
                "{}: `{command}` printed\n{}\n  and the page shows\n{}",
                first_line + start,
                got.join("\n"),
                expected.join("\n")
            ));
            out.extend(got);
        }
        at = end;
    }
    out
}

fn run(command: &str, folder: &Path) -> Vec<String> {
    let binary = Path::new(env!("CARGO_BIN_EXE_wayfare"));
    let command = command.replace(".ci/with-rust cargo run --release -- ", "wayfare ");
    let path = format!("{}:{}", binary.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {command}\n}} 2>&1")])
        .current_dir(folder)
        .env("PATH", path)
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap();
    let mut lines: Vec<String> =
        String::from_utf8(output.stdout).unwrap().lines().map(|l| l.trim_end().to_owned()).collect();
    match output.status.code() {
        Some(0) => {}
        code => lines.push(format!("(exit status {})", code.unwrap_or(-1))),
    }
    lines
}

fn matches(expected: &[&str], got: &[&str]) -> bool {
    match expected.split_first() {
        None => got.is_empty(),
        Some((&"...", rest)) => (0..=got.len()).any(|skip| matches(rest, &got[skip..])),
        Some((line, rest)) => {
            got.split_first().is_some_and(|(first, others)| line_matches(line, first) && matches(rest, others))
        }
    }
}

fn line_matches(expected: &str, got: &str) -> bool {
    let mut parts = expected.split("[..]");
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = got.strip_prefix(first) else { return false };
    let mut wild = false;
    let mut last = "";
    for part in parts {
        wild = true;
        last = part;
        match rest.find(part) {
            Some(found) => rest = &rest[found + part.len()..],
            None => return false,
        }
    }
    if wild { last.is_empty() || rest.is_empty() } else { rest.is_empty() }
}
