//! Pages of cases: projects with expectations in place.
//!
//! A case is a `##` heading in a page with the files of one project in fenced blocks (`file=NAME` where it is not
//! `journey.yaml`). A comment line marks what is expected in the line above it, marks left out: carets under the span, or
//! `@3-9` for columns that a comment cannot reach (`@3-end` where the span goes on in the next line), then the rule, then
//! after a colon a part of the message, help, notes or labels.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use wayfare::lint::levels::Judged;
use wayfare::project::workspace::Workspace;
use wayfare::trial::check::judged;

/// The pages in a folder of `tests/`: their names and texts, by name.
pub fn pages(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<(String, String)> = paths
        .filter(|path| path.extension().is_some_and(|ext| ext == "md"))
        .map(|path| (path.file_name().unwrap().display().to_string(), fs::read_to_string(&path).unwrap()))
        .collect();
    pages.sort();
    pages
}

/// One project, with what is expected in it.
pub struct Case {
    /// Its heading.
    pub title: String,
    files: Vec<(PathBuf, String)>,
}

/// The cases of a page.
pub fn cases(page: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut open: Option<(PathBuf, Vec<&str>)> = None;
    for line in page.lines() {
        if let Some((path, mut body)) = open.take() {
            if line == "```" {
                cases.last_mut().expect("a heading first").files.push((path, body.join("\n") + "\n"));
            } else {
                body.push(line);
                open = Some((path, body));
            }
        } else if let Some(title) = line.strip_prefix("## ") {
            cases.push(Case { title: title.to_owned(), files: Vec::new() });
        } else if let Some(info) = line.strip_prefix("```") {
            let name = info.split_once("file=").map_or("journey.yaml", |(_, name)| name.trim());
            open = Some((PathBuf::from(name), Vec::new()));
        }
    }
    cases
}

/// File, line, first column, one past the last, rule.
type Mark = (PathBuf, usize, usize, usize, String);

impl Case {
    /// Everything that is found in it.
    pub fn judged(&self) -> Vec<Judged> {
        judged(&Workspace::from_texts(&self.files))
    }

    /// Says what is not as expected among the findings that `counts`.
    pub fn check(&self, counts: &dyn Fn(&Judged) -> bool) -> Result<(), String> {
        let mut expected: BTreeSet<Mark> = BTreeSet::new();
        let mut told = Vec::new();
        for (path, text) in &self.files {
            for (mark, words) in marks(path, text) {
                told.push((mark.clone(), words));
                expected.insert(mark);
            }
        }
        let workspace = Workspace::from_texts(&self.files);
        let mut found = BTreeSet::new();
        let mut words_found = Vec::new();
        for judged in judged(&workspace).into_iter().filter(counts) {
            let finding = judged.finding;
            let source = &workspace.sources[finding.span.file.0 as usize];
            let (start, end) = (source.place(finding.span.start), source.place(finding.span.end));
            let end_column = if end.line == start.line { end.column } else { usize::MAX };
            let mark = (source.path.clone(), start.line, start.column, end_column, finding.rule.0.to_owned());
            let labels = finding.labels.iter().map(|label| label.message.as_str());
            let told = [finding.message.as_str(), finding.help.as_deref().unwrap_or_default()].into_iter();
            let told = told.chain(finding.notes.iter().map(String::as_str)).chain(labels);
            words_found.push((mark.clone(), told.collect::<Vec<_>>().join(" ")));
            found.insert(mark);
        }
        let mut faults: Vec<String> = Vec::new();
        faults.extend(expected.difference(&found).map(|mark| format!("  missing: {mark:?}")));
        for mark in found.difference(&expected) {
            let words = words_found.iter().find(|(known, _)| known == mark).map(|(_, words)| words.as_str());
            faults.push(format!("  not expected: {mark:?} {}", words.unwrap_or_default()));
        }
        if words_found.len() > found.len() {
            faults.push("  the same finding twice".to_owned());
        }
        for (mark, words) in told.iter().filter(|(_, words)| !words.is_empty()) {
            if !words_found.iter().any(|(known, text)| known == mark && text.contains(words.as_str())) {
                let texts: Vec<_> =
                    words_found.iter().filter(|(known, _)| known == mark).map(|(_, text)| text).collect();
                faults.push(format!("  {mark:?} does not say `{words}` but {texts:?}"));
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
    }
}

fn marks(path: &Path, text: &str) -> Vec<(Mark, String)> {
    let mut marks = Vec::new();
    let mut above = 0;
    for (index, line) in text.lines().enumerate() {
        let Some(comment) = line.trim_start().strip_prefix('#') else {
            above = index + 1;
            continue;
        };
        let comment = comment.trim();
        let (start, end, rest) = if comment.starts_with('^') {
            let first = line.chars().position(|c| c == '^').expect("a caret") + 1;
            let carets = comment.chars().take_while(|&c| c == '^').count();
            (first, first + carets, &comment[carets..])
        } else if let Some(columns) = comment.strip_prefix('@') {
            let (range, rest) = columns.split_once(' ').expect("columns and a rule");
            let (first, last) = range.split_once('-').expect("two columns");
            let last = if last == "end" { usize::MAX } else { last.parse::<usize>().unwrap() + 1 };
            (first.parse().unwrap(), last, rest)
        } else {
            above = index + 1;
            continue;
        };
        let (rule, words) = rest.split_once(':').unwrap_or((rest, ""));
        marks.push(((path.to_owned(), above, start, end, rule.trim().to_owned()), words.trim().to_owned()));
    }
    marks
}
