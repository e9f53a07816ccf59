//! The difference of two versions says what the pages of `tests/changes/` say, and its mirror image the other way round.
//!
//! A page begins with a journey. Each case is a `##` heading with an `edit` of it, in which the lines behind `-` become
//! those behind `+`, and with the `changes` that it makes: `UPDATE_CHANGES=1` writes them, to be read.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod difference;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use difference::{between, mirrored, spelled};
use wayfare::diff::change::Class;
use wayfare::diff::kind::Kind;
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
    // There is one version of the language.
    let missing = Kind::ALL.iter().filter(|kind| **kind != Kind::LanguageVersionChanged && !kinds.contains(kind));
    assert_eq!(missing.map(|kind| kind.name()).collect::<Vec<_>>(), [""; 0], "every kind has a case");
}
