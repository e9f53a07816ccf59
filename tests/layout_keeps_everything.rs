//! Whatever a text looks like, its layout says the same: every value, every comment in its order, every finding. Laid out
//! again it stays as it is.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod layout_writer;

use std::path::{Path, PathBuf};

use layout_writer::{Tape, write};
use proptest::prelude::{ProptestConfig, any, prop, proptest};
use wayfare::project::workspace::Workspace;
use wayfare::syntax::layout::text::{LayoutError, lay_out};

/// The layout of `text`, which is read by another reader of YAML too, and laid out a second time.
#[track_caller]
fn laid(text: &str) -> String {
    let laid = lay_out(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(lay_out(&laid).as_ref(), Ok(&laid), "laid out twice:\n{text}\n----\n{laid}");
    // The other reader sees a last line without a line break, and a line break of its own, differently.
    let unix = |text: &str| text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let mut complete = unix(text);
    if !complete.ends_with('\n') {
        complete.push('\n');
    }
    let before = serde_yaml::from_str::<serde_yaml::Value>(&complete);
    if let (Ok(before), false) = (before, complete.contains('\u{feff}')) {
        let after = serde_yaml::from_str::<serde_yaml::Value>(&unix(&laid));
        assert_eq!(after.ok(), Some(before), "another reader:\n{text}\n----\n{laid}");
    }
    laid
}

/// All YAML of the repository: files, and blocks of pages; but for what shows the layout itself, where comments move to
/// lines of their own, and what another reader misreads gets quotes.
fn corpus() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    let mut folders: Vec<PathBuf> = ["journeys", "tests", "docs", "src"].map(|name| root.join(name)).to_vec();
    let mut files = vec![root.join("README.md")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.ends_with("tests/layout") {
                continue;
            }
            if entry.is_dir() { folders.push(entry) } else { files.push(entry) }
        }
    }
    files.sort();
    for file in files {
        let name = file.strip_prefix(root).unwrap().to_owned();
        match file.extension().and_then(|ending| ending.to_str()) {
            Some("yaml") => texts.push((name, std::fs::read_to_string(&file).unwrap())),
            Some("md") => {
                let page = std::fs::read_to_string(&file).unwrap();
                for (number, block) in page.split("```yaml").skip(1).enumerate() {
                    let body = block.split_once('\n').map_or("", |(_, rest)| rest);
                    let body = body.split("\n```").next().unwrap_or_default();
                    texts.push((name.join(format!("{number}.yaml")), format!("{body}\n")));
                }
            }
            _ => {}
        }
    }
    assert!(texts.len() > 250, "the corpus is there: {}", texts.len());
    texts
}

/// The lines that are comments, or look like some inside of scalars, told without a parser.
fn comments(text: &str) -> Vec<String> {
    let said = |line: &str| {
        let at = line.find('#').filter(|&at| line[..at].trim().is_empty())?;
        Some(line[at..].trim_start_matches('#').trim().to_owned())
    };
    text.lines().filter_map(said).collect()
}

#[test]
fn the_corpus_says_the_same() {
    let mut changed = 0;
    for (name, text) in corpus() {
        if lay_out(&text) == Err(LayoutError::NotYaml) {
            continue;
        }
        let laid = laid(&text);
        changed += usize::from(laid != text);
        assert_eq!(comments(&laid), comments(&text), "{}:\n{laid}", name.display());
    }
    assert!(changed > 20, "something was to be laid out: {changed}");
}

#[test]
fn findings_and_compiled_journeys_are_the_same() {
    let texts = corpus();
    let journeys = |laid: bool| {
        let files =
            texts.iter().filter(|(name, _)| name.starts_with("journeys") && !name.starts_with("journeys/earlier"));
        let files: Vec<_> = files
            .map(|(name, text)| (name.clone(), if laid { lay_out(text).unwrap() } else { text.clone() }))
            .collect();
        told(&files)
    };
    alike("journeys", &journeys(false), &journeys(true));
    let mut cases = 0;
    for (name, text) in texts.iter().filter(|(name, _)| !name.starts_with("journeys")) {
        let Ok(laid) = lay_out(text) else { continue };
        let (before, after) = (told(&[(name.clone(), text.clone())]), told(&[(name.clone(), laid.clone())]));
        alike(&format!("{}:\n{laid}", name.display()), &before, &after);
        cases += 1;
    }
    assert!(cases > 200, "{cases}");
}

#[track_caller]
fn alike(name: &str, before: &[String], after: &[String]) {
    let only = |these: &[String], those: &[String]| these.iter().filter(|it| !those.contains(it)).cloned().collect();
    let (gone, come): (Vec<String>, Vec<String>) = (only(before, after), only(after, before));
    assert!(before.len() == after.len(), "{name}\ngone: {gone:#?}\ncome: {come:#?}");
    for (before, after) in before.iter().zip(after) {
        let at = before.bytes().zip(after.bytes()).take_while(|(one, other)| one == other).count();
        let near = |text: &str| text.chars().skip(at.saturating_sub(80)).take(160).collect::<String>();
        assert!(before == after, "{name}\n{}\n{}", near(before), near(after));
    }
}

/// What compiling `files` tells, without places.
fn told(files: &[(PathBuf, String)]) -> Vec<String> {
    let workspace = Workspace::from_texts(files);
    let mut told = Vec::new();
    for project in &workspace.projects {
        let journeys = project.journeys.iter().map(|journey| without_spans(&format!("{journey:?}")));
        let scenarios = project.scenarios.iter().map(|tests| without_spans(&format!("{:?}", tests.document)));
        let findings = project.findings.iter().map(|finding| format!("{}: {}", finding.rule.0, finding.message));
        told.extend(journeys.chain(scenarios));
        let mut findings: Vec<String> = findings.collect();
        findings.sort();
        told.extend(findings);
    }
    told
}

/// A debug form without the places of names and expressions.
fn without_spans(debug: &str) -> String {
    let without = |text: &str, from: &str, to: char| {
        let mut parts = text.split(from);
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| text + part.split_once(to).map_or("", |(_, rest)| rest))
    };
    // What has no name is known by its place.
    without(&without(&without(debug, "Span { ", '}'), "places: ", ')'), "value: \"?", '"')
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4 * ProptestConfig::default().cases, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_that_is_written_says_the_same(choices in prop::collection::vec(any::<u16>(), 0..160)) {
        let written = write(&mut Tape::new(&choices));
        let laid = laid(&written.text);
        let mut rest = laid.as_str();
        for comment in &written.comments {
            let at = rest.find(comment.as_str());
            let Some(at) = at else { panic!("{comment} is lost or out of order:\n{}\n----\n{laid}", written.text) };
            rest = &rest[at + comment.len()..];
        }
        let value: serde_yaml::Value = serde_yaml::from_str(&written.value).unwrap();
        let found: serde_yaml::Value =
            serde_yaml::from_str(&laid.trim_start_matches('\u{feff}').replace("\r\n", "\n")).unwrap();
        assert_eq!(strings(found), strings(value), "\n{}\n----\n{laid}", written.text);
    }

    #[test]
    fn damaged_text_never_panics(choices in prop::collection::vec(any::<u16>(), 0..120), at in any::<prop::sample::Index>(), piece in 0..PIECES.len()) {
        let mut text = write(&mut Tape::new(&choices)).text;
        let at = at.index(text.len() + 1);
        let at = (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        text.insert_str(at, PIECES[piece]);
        match lay_out(&text) {
            Ok(_) => drop(laid(&text)),
            Err(error) => assert_eq!(error, LayoutError::NotYaml, "{text}"),
        }
    }
}

const PIECES: [&str; 26] = [
    "\t", "\"", "'", "[", "]", "{", "}", ": ", ",", "&a ", "*a", "!t ", "|\n", ">-\n", "- ", "? ", "#", " #", "\n",
    "\r", "%", "---\n", "...\n", "\u{feff}", "\u{0}", ":\n",
];

/// Keys as the strings that they are to people.
fn strings(value: serde_yaml::Value) -> serde_yaml::Value {
    use serde_yaml::Value;
    match value {
        Value::Sequence(items) => items.into_iter().map(strings).collect(),
        Value::Mapping(map) => {
            Value::Mapping(map.into_iter().map(|(key, value)| (strings(key), strings(value))).collect())
        }
        Value::Number(number) => Value::String(number.to_string()),
        other => other,
    }
}
