//! The examples of one section, each checked, played or compared with what the page says of it.

use std::fs;
use std::path::PathBuf;

use wayfare::lint::rule::Group;
use wayfare::project::workspace::Workspace;
use wayfare::report::paint::Paint;
use wayfare::report::trial::story::Story;
use wayfare::report::trial::text::{self, Style};
use wayfare::trial::check::judged;
use wayfare::trial::run::{Options, run};
use wayfare::trial::verdict::Verdict;

use crate::markers::expected;
use crate::reference::frame::Framed;
use crate::reference::table;

/// Rules that ask of a whole journey who uses what: a part shows what it is about, and the rest is elsewhere. And the one
/// against `any`, which has to be shown as well.
const PART: &[&str] = &[
    "failure-unhandled",
    "event-unused",
    "context-never-read",
    "context-never-written",
    "define-unused",
    "function-unused",
    "action-unused",
    "window-unused",
    "cap-unused",
    "any-type",
];

/// What a section has shown so far.
#[derive(Default)]
pub struct Section {
    /// Whether what was shown belongs to a section before: it holds until this one shows something of its own.
    before: bool,
    /// Files by name.
    files: Vec<(String, String)>,
    /// The journey that tests are about: its file's name and text.
    journey: Option<(String, String)>,
    /// What tables of expressions are about; it holds for the rest of the page.
    world: World,
}

/// What tables of expressions are about.
pub struct World {
    /// The fragment of a journey.
    pub fragment: Vec<String>,
    /// The event that expressions see, as an item of a test.
    pub event: String,
}

impl Default for World {
    fn default() -> Self {
        Self { fragment: Vec::new(), event: "{ event: ASKED }".to_owned() }
    }
}

/// What of a block the coverage of the language counts: the place in the vocabulary (or `file`), and the text.
pub type Shown = Option<(&'static str, String)>;

impl Section {
    /// Goes on to the one after it on the page.
    pub fn next(&mut self) {
        self.before = true;
    }

    /// Executes a block; gives what it shows, or what is wrong.
    pub fn block(&mut self, info: &str, body: &[&str]) -> Result<Shown, String> {
        let text = body.join("\n") + "\n";
        let (language, rest) = info.split_once(' ').unwrap_or((info, ""));
        match (language, rest.split_once('=').unwrap_or((rest, ""))) {
            ("console", ("", "")) => Ok(None), // tests/documentation.rs runs these
            ("toml" | "json" | "jsonl", ("file", name)) => {
                self.begin();
                self.add(name, &text);
                Ok(None)
            }
            ("yaml", ("file", name)) => self.file(name, &text),
            ("yaml", ("in", "journey world")) => {
                self.world.fragment = body.iter().map(|&line| line.to_owned()).collect();
                self.fragment("journey", body)
            }
            ("yaml", ("in", place)) => self.fragment(place, body),
            ("yaml", ("test world", "")) => {
                let sent = body.iter().rev().find_map(|line| line.strip_prefix("- send: "));
                sent.ok_or("a world has an event")?.clone_into(&mut self.world.event);
                self.test(body)
            }
            ("yaml", ("test", "")) => self.test(body),
            _ => Err(format!("nothing executes a block `{info}`")),
        }
    }

    /// Executes a table, if it is one of expressions.
    pub fn table(&self, header: &[String], rows: &[(usize, Vec<String>)]) -> Vec<(usize, String)> {
        table::check(header, rows, &self.world)
    }

    fn begin(&mut self) {
        if std::mem::take(&mut self.before) {
            self.files.clear();
            self.journey = None;
        }
    }

    fn add(&mut self, name: &str, text: &str) {
        self.files.retain(|(known, _)| known != name);
        self.files.push((name.to_owned(), text.to_owned()));
    }

    fn file(&mut self, name: &str, text: &str) -> Result<Shown, String> {
        self.begin();
        self.add(name, text);
        let marked = !expected(text).is_empty();
        if text.contains("\nscenarios:") {
            self.play(name)?;
        } else {
            self.judge((name, text, &[]), &|line, column| Some((line, column)), text)?;
            if text.contains("\njourney:") {
                self.journey = Some((name.to_owned(), text.to_owned()));
            }
        }
        Ok((!marked).then(|| ("file", text.to_owned())))
    }

    fn fragment(&mut self, place: &str, body: &[&str]) -> Result<Shown, String> {
        self.begin();
        let framed = Framed::new(place, body)?;
        let written = body.join("\n") + "\n";
        let marked = !expected(&written).is_empty();
        let text = framed.text();
        self.judge(("shop.yaml", &text, PART), &|line, column| framed.back(line, column), &written)?;
        if !marked {
            self.journey = Some(("shop.yaml".to_owned(), framed.text()));
        }
        let stands = match place {
            "journey" => "journey",
            "states" => "*state",
            "steps" => "step",
            _ => "item",
        };
        Ok((!marked).then_some((stands, written)))
    }

    /// Compares the findings of a file, beside the catalogs, schemas and config of the section, with the marks in
    /// `written`. A finding of the frame counts where it is an error of the language, one of a rule in `silent` where it
    /// is marked.
    fn judge(
        &self,
        (name, text, silent): (&str, &str, &[&str]),
        back: &dyn Fn(usize, usize) -> Option<(usize, usize)>,
        written: &str,
    ) -> Result<(), String> {
        let beside =
            self.files.iter().filter(|(_, text)| !text.contains("\njourney:") && !text.contains("\nscenarios:"));
        let mut files: Vec<(PathBuf, String)> =
            beside.filter(|it| it.0 != name).map(|(a, b)| (a.into(), b.clone())).collect();
        files.push((name.into(), text.to_owned()));
        let workspace = Workspace::from_texts(&files);
        let mut open: Vec<_> = expected(written).into_iter().map(Some).collect();
        let mut faults = Vec::new();
        for judged in judged(&workspace) {
            let finding = &judged.finding;
            let source = &workspace.sources[finding.span.file.0 as usize];
            let (start, end) = (source.place(finding.span.start), source.place(finding.span.end));
            let here = (source.path.to_str() == Some(name)).then(|| back(start.line, start.column)).flatten();
            let told = format!("{}: {} {}", finding.rule.0, finding.message, finding.help.clone().unwrap_or_default());
            let fits = |mark: &Option<crate::markers::Expected>| {
                let Some((said, line, column, past)) = mark else { return false };
                let (rule, words) = said.split_once(": ").unwrap_or((said, ""));
                let width = end.column.saturating_sub(start.column);
                rule == finding.rule.0
                    && here == Some((*line, *column))
                    && past.is_none_or(|past| end.line != start.line || past - column == width)
                    && told.contains(words)
            };
            match open.iter().position(fits) {
                Some(at) => open[at] = None,
                None if here.is_none() && judged.group != Group::Language => {}
                None if silent.contains(&finding.rule.0) => {}
                None => faults.push(format!("{here:?} to {} is found {told}", end.column)),
            }
        }
        faults.extend(open.into_iter().flatten().map(|mark| format!("{mark:?} is not found")));
        if faults.is_empty() { Ok(()) } else { Err(format!("{}\n{text}", faults.join("\n"))) }
    }

    /// Plays items, or a whole test, on the journey that was shown last.
    fn test(&mut self, body: &[&str]) -> Result<Shown, String> {
        let Some((file, journey)) = self.journey.clone() else {
            return Err("no journey stands before this test".into());
        };
        let id = journey.lines().find_map(|line| line.strip_prefix("journey: ")).unwrap_or_default();
        let items = body.first().is_some_and(|line| line.starts_with('-'));
        let (head, indent) = match body.iter().any(|line| line.starts_with("name:")) {
            _ if items => ("  - name: example\n    steps:\n", 6),
            true => ("  -\n", 4),
            false => ("  - name: example\n", 4),
        };
        let lines: Vec<String> = body.iter().map(|line| format!("{}{line}\n", " ".repeat(indent))).collect();
        self.add(&file, &journey);
        self.add("example.scenarios.yaml", &format!("wayfare: 1\nscenarios: {id}\ntests:\n{head}{}", lines.concat()));
        self.play("example.scenarios.yaml")?;
        Ok(Some((if items { "deed" } else { "test" }, body.join("\n") + "\n")))
    }

    /// Runs the tests of a file among the others of the section, as `wayfare test` does.
    fn play(&self, name: &str) -> Result<(), String> {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in &self.files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let workspace = Workspace::open_tests(&[folder.path().join(name)]).map_err(|error| error.to_string())?;
        let findings: Vec<_> = judged(&workspace).into_iter().filter(|it| it.group == Group::Language).collect();
        if let Some(first) = findings.first() {
            return Err(format!("{}: {}", first.finding.rule.0, first.finding.message));
        }
        let outcomes = run(&workspace, Options { threads: 1, filter: None }, &|| Story::new(Paint::Plain));
        if !outcomes.is_empty() && outcomes.iter().all(|outcome| matches!(outcome.verdict, Verdict::Passed)) {
            return Ok(());
        }
        let style = Style { paint: Paint::Plain, verbose: true };
        Err(format!("{} tests\n{}", outcomes.len(), text::render(&outcomes, &workspace.sources, style)))
    }
}
