//! Two versions of a journey as every format takes them, and the pages of `tests/changes/` with their cases.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what fails here fails the test")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use wayfare::diff::compare::{Difference, compare};
use wayfare::diff::side::Side;
use wayfare::project::subject::Subject;
use wayfare::project::workspace::Workspace;
use wayfare::report::changes::pictured::Pictured;
use wayfare::report::changes::written::Written;

/// A file's name and text.
pub type Files = Vec<(PathBuf, String)>;

/// A case of a page.
pub struct Case {
    /// Its heading.
    pub title: String,
    /// The new version.
    pub new: Files,
    /// What it says of the difference.
    pub said: String,
}

/// A page with the journey that it begins with, and its cases.
pub struct Page {
    /// Where it stands.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// The old version.
    pub base: Files,
    /// What is made of it.
    pub cases: Vec<Case>,
}

/// All pages, in the order of their names.
pub fn pages() -> Vec<Page> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes");
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let page = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let (base, cases) = cases(&text);
        Page { path, text, base, cases }
    };
    paths.into_iter().map(page).collect()
}

/// The files of a block, which begins with a journey and goes on with others behind `# file NAME`.
fn files(text: &str) -> Files {
    let mut files = vec![(PathBuf::from("journey.yaml"), String::new())];
    for line in text.lines() {
        match line.strip_prefix("# file ") {
            Some(name) => files.push((PathBuf::from(name), String::new())),
            None => {
                let _ = writeln!(files.last_mut().unwrap().1, "{line}");
            }
        }
    }
    files
}

/// `base` with the hunks of `edit` in it.
fn edited(base: &str, edit: &str, title: &str) -> String {
    let mut text = base.to_owned();
    let mut lines = edit.lines().peekable();
    while lines.peek().is_some() {
        // An empty line parts what stands in two places.
        while lines.next_if(|line| line.is_empty()).is_some() {}
        let (mut was, mut is) = (String::new(), String::new());
        while let Some(line) = lines.next_if(|line| line.starts_with('-')) {
            let _ = writeln!(was, "{}", &line[1..]);
        }
        while let Some(line) = lines.next_if(|line| line.starts_with('+')) {
            let _ = writeln!(is, "{}", &line[1..]);
        }
        assert!(!was.is_empty(), "{title}: a hunk begins with what was: {:?}", lines.peek());
        assert_eq!(text.matches(&was).count(), 1, "{title}: this stands not exactly once:\n{was}");
        text = text.replacen(&was, &is, 1);
    }
    text
}

/// The blocks of `text` that are called `info`.
fn block(text: &str, info: &str) -> Option<String> {
    let start = text.find(&format!("```{info}\n"))? + info.len() + 4;
    let end = text[start..].find("```")? + start;
    Some(text[start..end].to_owned())
}

fn cases(page: &str) -> (Files, Vec<Case>) {
    let mut sections = page.split("\n## ");
    let base = block(sections.next().unwrap(), "yaml").expect("a page begins with a journey");
    let cases = sections.map(|section| {
        let title = section.lines().next().unwrap_or_default().to_owned();
        let new = match block(section, "edit") {
            Some(edit) => edited(&base, &edit, &title),
            None => block(section, "yaml").expect("a case has an edit or a journey"),
        };
        Case { new: files(&new), said: block(section, "changes").unwrap_or_default(), title }
    });
    (files(&base), cases.collect())
}

/// `files` compiled; they must be free of errors.
pub fn opened(files: &[(PathBuf, String)], title: &str) -> Workspace {
    let workspace = Workspace::from_texts(files);
    let errors: Vec<String> = workspace.projects[0]
        .findings
        .iter()
        .filter(|finding| !finding.rule.is_remark())
        .map(|finding| format!("{}: {}", finding.rule.0, finding.message))
        .collect();
    assert!(errors.is_empty(), "{title}: {errors:#?}\n{}", files[0].1);
    workspace
}

/// Two versions of one journey.
pub struct Versions {
    /// What they are called where something fails.
    pub title: String,
    old: Workspace,
    new: Workspace,
}

impl Versions {
    /// Two journeys as files.
    pub fn of(title: &str, old: &Files, new: &Files) -> Self {
        Self { title: title.to_owned(), old: opened(old, title), new: opened(new, title) }
    }

    /// Two journeys as texts.
    pub fn of_texts(title: &str, old: &str, new: &str) -> Self {
        let file = |name: &str, text: &str| vec![(PathBuf::from(name), text.to_owned())];
        Self::of(title, &file("old.yaml", old), &file("new.yaml", new))
    }

    /// Every case of every page.
    pub fn of_pages() -> Vec<Self> {
        let each = |page: &Page| {
            let cases = page.cases.iter().map(|case| Self::of(&case.title, &page.base, &case.new));
            cases.collect::<Vec<_>>()
        };
        pages().iter().flat_map(each).collect()
    }

    /// What differs.
    pub fn difference(&self) -> Difference {
        let (old, new) = (Subject::all(&self.old.projects[0]).remove(0), Subject::all(&self.new.projects[0]).remove(0));
        compare(&Side::of(old, &self.old.sources), &Side::of(new, &self.new.sources))
    }

    /// What `tell` makes of the difference.
    pub fn told<T>(&self, all: bool, tell: impl FnOnce(Written<'_>, Pictured<'_>) -> T) -> T {
        let difference = self.difference();
        let written = Written { difference: &difference, old: &self.old.sources, new: &self.new.sources };
        let (old, new) = (&self.old.projects[0].journeys[0], &self.new.projects[0].journeys[0]);
        tell(written, Pictured { difference: &difference, old, new, all })
    }
}
