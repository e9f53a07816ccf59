//! The difference of two versions says what the pages of `tests/changes/` say, and its mirror image the other way round.
//!
//! A page begins with a journey. Each case is a `##` heading with an `edit` of it, in which the lines behind `-` become
//! those behind `+`, and with the `changes` that it makes: `UPDATE_CHANGES=1` writes them, to be read.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use wayfare::diff::change::{Change, Class, Need};
use wayfare::diff::compare::{Difference, compare};
use wayfare::diff::kind::Kind;
use wayfare::diff::side::Side;
use wayfare::project::subject::Subject;
use wayfare::project::workspace::Workspace;

/// A case of a page.
struct Case {
    title: String,
    new: Vec<(PathBuf, String)>,
    said: String,
}

/// The files of a block, which begins with a journey and goes on with others behind `# file NAME`.
fn files(text: &str) -> Vec<(PathBuf, String)> {
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

fn cases(page: &str) -> (Vec<(PathBuf, String)>, Vec<Case>) {
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

fn opened(files: &[(PathBuf, String)], title: &str) -> Workspace {
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

fn between(old: &Workspace, new: &Workspace) -> Difference {
    let (olds, news) = (Subject::all(&old.projects[0]).remove(0), Subject::all(&new.projects[0]).remove(0));
    compare(&Side::of(olds, &old.sources), &Side::of(news, &new.sources))
}

fn told(change: &Change, indent: &str, out: &mut String) {
    let class = match change.class {
        Class::None => "none",
        class => class.name(),
    };
    let _ = write!(
        out,
        "{indent}{class}{}{} {} {}",
        if change.ack { " ack" } else { "" },
        if change.hidden { " hidden" } else { "" },
        change.kind,
        change.element
    );
    if !change.key.is_empty() {
        let _ = write!(out, " {}", change.key);
    }
    match (&change.before, &change.after) {
        (Some(before), Some(after)) if before != after => {
            let _ = write!(out, ": {before} -> {after}");
        }
        (Some(before), None) => {
            let _ = write!(out, ": {before} -> nothing");
        }
        (None, Some(after)) => {
            let _ = write!(out, ": nothing -> {after}");
        }
        _ => {}
    }
    match &change.needs {
        Need::Bump => {}
        Need::Images(states) => {
            let _ = write!(out, " [images of {}]", states.join(", "));
        }
        Need::Step(step) => {
            let _ = write!(out, " [new id of {step}]");
        }
        Need::Set(names) => {
            let _ = write!(out, " [values of {}]", names.join(", "));
        }
        Need::Timer(step) => {
            let _ = write!(out, " [timer {step}]");
        }
    }
    if !change.through.is_empty() {
        let _ = write!(out, " [through {}]", change.through.join(", "));
    }
    let _ = writeln!(out, "\n{indent}  {}", change.meaning);
    for seen in &change.witnesses {
        let _ = writeln!(out, "{indent}  where {}: was {}, is {}", seen.who, seen.before, seen.after);
    }
    for part in &change.parts {
        told(part, &format!("{indent}  "), out);
    }
}

fn spelled(difference: &Difference) -> String {
    let mut out = String::new();
    difference.changes.iter().for_each(|change| told(change, "", &mut out));
    out
}

/// Each change has its mirror image, at the same part by the name that it has there.
fn mirrored(there: &Difference, back: &Difference, title: &str) {
    let named = |change: &Change| {
        let id = match change.kind {
            Kind::StateRenamed | Kind::StepRenamed | Kind::ContextRenamed | Kind::EventRenamed => change.before.clone(),
            _ => None,
        };
        id.unwrap_or_else(|| {
            let names = [&there.renames.states, &there.renames.steps, &there.renames.variables, &there.renames.events];
            let old = names.iter().map(|names| names.old_of(&change.element.id)).find(|old| **old != change.element.id);
            old.unwrap_or(&change.element.id).to_string()
        })
    };
    for change in &there.changes {
        let mirror = back.changes.iter().find(|other| {
            let same = other.element.sort == change.element.sort && other.element.id == named(change);
            same && change.kind.is_mirrored_by(other.kind)
        });
        assert!(
            mirror.is_some(),
            "{title}: {} {} has no mirror image in\n{}",
            change.kind,
            change.element,
            spelled(back)
        );
    }
    assert_eq!(there.changes.len(), back.changes.len(), "{title}:\n{}\nand back\n{}", spelled(there), spelled(back));
}

#[test]
fn pages_say_what_changes_mean() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes");
    let update = std::env::var_os("UPDATE_CHANGES").is_some();
    let mut wrong = Vec::new();
    let mut kinds: BTreeSet<Kind> = BTreeSet::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let page = fs::read_to_string(&path).unwrap();
        let (base, cases) = cases(&page);
        let old = opened(&base, "the first journey");
        let mut new_page = page.clone();
        for case in &cases {
            let new = opened(&case.new, &case.title);
            let difference = between(&old, &new);
            let said = spelled(&difference);
            kinds.extend(difference.changes.iter().map(|change| change.kind));
            let visible =
                difference.changes.iter().any(|change| change.kind != Kind::Layout && change.class > Class::None);
            assert_eq!(visible, difference.old.hash != difference.new.hash, "{}: {said}", case.title);
            assert!(between(&old, &old).changes.is_empty() && between(&new, &new).changes.is_empty(), "{}", case.title);
            mirrored(&difference, &between(&new, &old), &case.title);
            if said != case.said {
                if update {
                    let head = format!("## {}\n", case.title);
                    let at = new_page.find(&head).unwrap();
                    let end =
                        new_page[at + head.len()..].find("\n## ").map_or(new_page.len(), |end| at + head.len() + end);
                    let section = &new_page[at..end];
                    let kept =
                        section.find("```changes\n").map_or(section.trim_end(), |start| section[..start].trim_end());
                    let section = format!("{kept}\n\n```changes\n{said}```\n");
                    new_page.replace_range(at..end, &section);
                } else {
                    wrong.push(format!("{}: {}\nsays\n{said}", path.display(), case.title));
                }
            }
        }
        if update {
            fs::write(&path, new_page).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
