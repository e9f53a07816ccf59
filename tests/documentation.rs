//! Every command and output that the README and the docs show is what a reader gets.
//!
//! A block fenced as ```` ```yaml file=NAME ```` is written to a fresh folder; a ```` ```console ```` block is run there,
//! line by line after `$ `, and compared with what stands below it. `cd` holds for the rest of the page, for files too. `...`
//! on a line of its own stands for any lines, `[..]` for anything within a line; a status other than 0 is told as
//! `(exit status 1)`. `UPDATE_DOCS=1` writes the outputs anew. What is another tool's is fenced as ```` ```js of=XState ````;
//! a block fenced as ```` ```mermaid of=JOURNEY ```` is what `graph` draws of it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]
#![allow(clippy::disallowed_methods, reason = "the test is told by the environment whether to write")]

mod walked;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use wayfare::lint::levels::judge;
use wayfare::project::workspace::Workspace;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Pages that make a project: its folder of journeys, and how many journeys and tests it has at least.
const PROJECTS: &[(&str, &str, usize, usize)] =
    &[("cookbook", "recipes", 20, 60), ("coming-from", "translated", 5, 15), ("tutorial", "shop/journeys", 1, 5)];

/// Whose code may stand in a page as it is, in blocks fenced with `of=`.
const TOOLS: &[&str] = &["XState", "Braze", "Customer.io", "Camunda", "ajv"];

/// What a block begins with that shows a journey, whose path follows.
const DRAWN: &str = "mermaid of=";

/// Its blocks are generated from the examples of the rules, which tests of their own execute.
const GENERATED: &str = "rules";

#[test]
fn commands_print_what_the_pages_show() {
    let mut wrong = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        let (rewritten, faults, _) = run_page(&text);
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
fn journeys_of_the_pages_are_clean_and_every_step_is_seen_taken() {
    for &(page, folder, journeys, tests) in PROJECTS {
        let text = fs::read_to_string(Path::new(ROOT).join(format!("docs/{page}.md"))).unwrap();
        let (_, _, made) = run_page(&text);
        let workspace = Workspace::open_tests(&[made.path().join(folder)]).unwrap();
        let [project] = workspace.projects.as_slice() else { panic!("{page}: {folder} is one project") };
        let judged = judge(project.findings.clone(), &project.config);
        assert!(judged.is_empty(), "{page}: {judged:#?}");
        let (many, passed) = (walked::steps(&workspace).len(), walked::passed(&workspace));
        assert!(many >= journeys && passed >= tests, "{page}: {many} journeys, {passed} tests");
        let unseen = walked::unseen(&workspace);
        assert!(unseen.is_empty(), "{page}: no test sees these steps taken: {unseen:#?}");
    }
}

#[test]
fn nothing_stands_in_a_page_without_being_executed() {
    let generated = |page: &PathBuf| page.file_stem().is_some_and(|stem| stem == GENERATED);
    for page in pages().into_iter().filter(|page| !generated(page) && !is_reference(page)) {
        let readme: &[&str] = if page.ends_with("README.md") { &["sh"] } else { &[] };
        let idle = idle_blocks(&fs::read_to_string(&page).unwrap(), readme);
        assert!(idle.is_empty(), "{}: neither run nor another tool's:\n{}", page.display(), idle.join("\n"));
    }
}

/// Whether it is a page of the reference, of which `tests/language_reference.rs` executes every block.
fn is_reference(page: &Path) -> bool {
    page.ends_with("docs/language.md") || page.parent().is_some_and(|folder| folder.ends_with("docs/language"))
}

#[test]
fn a_block_that_nobody_executes_is_told() {
    let page = "```yaml\na: 1\n```\n```\ntext\n```\n```sh\n```\n```yaml of=Camunda\n```\n```yaml of=us\n```\n```yaml file=a\n```\n";
    assert_eq!(idle_blocks(page, &[]), ["line 1: yaml", "line 4: ", "line 7: sh", "line 11: yaml of=us"]);
    assert_eq!(idle_blocks(page, &["sh"]).len(), 3);
}

/// Fenced blocks that are neither a file, nor run, nor another tool's, nor of the languages that are left to other tests.
fn idle_blocks(page: &str, left: &[&str]) -> Vec<String> {
    let fences =
        page.lines().enumerate().filter_map(|(at, line)| Some((at + 1, line.trim_start().strip_prefix("```")?)));
    let is_executed = |info: &str| {
        let elsewhere = info.split_once(" of=").is_some_and(|(_, tool)| TOOLS.contains(&tool));
        info == "console" || info.contains(" file=") || info.starts_with(DRAWN) || elsewhere || left.contains(&info)
    };
    let opening = fences.step_by(2).filter(|(_, info)| !is_executed(info));
    opening.map(|(line, info)| format!("line {line}: {info}")).collect()
}

#[test]
fn what_is_linked_exists() {
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.contains("://") {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { page.clone() } else { page.parent().unwrap().join(path) };
            assert!(target.exists(), "{} links to {link}, which does not exist", page.display());
            let has_heading = || anchors(&fs::read_to_string(&target).unwrap()).any(|it| it == anchor);
            assert!(anchor.is_empty() || has_heading(), "{} links to {link}, which is no heading", page.display());
        }
    }
}

/// What the headings of a page are called in links, as the forge makes it of their words.
fn anchors(page: &str) -> impl Iterator<Item = String> {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        words.replace(' ', "-").chars().filter(|letter| letter.is_alphanumeric() || "-_".contains(*letter)).collect()
    })
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

/// Runs all blocks of a page; returns the page with real outputs, what differs, and the folder as the page leaves it.
fn run_page(text: &str) -> (String, Vec<String>, TempDir) {
    let made = tempfile::tempdir().unwrap();
    let mut folder = made.path().to_owned();
    std::os::unix::fs::symlink(Path::new(ROOT).join("journeys"), folder.join("journeys")).unwrap();
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
            let path = folder.join(name.trim());
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, body.join("\n") + "\n").unwrap();
        }
        if let Some(journey) = info.strip_prefix(DRAWN) {
            let drawn = run(&format!("wayfare graph {journey} --format mermaid"), &folder);
            if body != drawn {
                faults.push(format!("{}: the picture of {journey} is not what `graph` draws of it", at + 1));
            }
            out.extend(drawn);
        } else if info.starts_with("console") {
            out.extend(run_block(body, at + 2, &mut folder, &mut faults));
        } else {
            out.extend(body.iter().map(|&line| line.to_owned()));
        }
        at = end;
        out.push("```".to_owned());
        at += 1;
    }
    (out.join("\n") + "\n", faults, made)
}

fn run_block(body: &[&str], first_line: usize, folder: &mut PathBuf, faults: &mut Vec<String>) -> Vec<String> {
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
        let got = match command.strip_prefix("cd ") {
            None => run(&command, folder),
            Some(below) => {
                folder.push(below);
                Vec::new()
            }
        };
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
