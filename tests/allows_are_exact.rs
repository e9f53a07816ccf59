//! Whatever is found: a comment above it silences it, and everything of the same rule in the element that begins there, and
//! nothing else; and no such comment is then called unused.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod cases;

use std::collections::BTreeSet;
use std::path::PathBuf;

use proptest::prelude::{ProptestConfig, any, proptest};
use wayfare::lint::levels::Judged;
use wayfare::lint::registry::RULES;
use wayfare::lint::rule::Group;
use wayfare::project::workspace::Workspace;
use wayfare::syntax::layout::text::lay_out;
use wayfare::syntax::read::read;
use wayfare::syntax::source::Source;
use wayfare::terms::span::FileId;
use wayfare::trial::check::{Asked, Verdict, verdict};

/// The project that every text is in.
const CONFIG: &str = "\
[sinks.email]
purpose = \"marketing\"
[sinks.push]
purpose = \"marketing\"
[sinks.receipts]
purpose = \"service\"
[sinks.crm]
";

/// Journeys and tests in which something is wrong: the bad examples of the rules, and the cases of the pages.
fn corpus() -> Vec<Vec<String>> {
    let examples = RULES.iter().map(|rule| {
        let text = rule.bad.trim_start_matches("```yaml\n").trim_end_matches("```\n");
        text.split("---\n").map(str::to_owned).collect()
    });
    let pages = ["findings", "language"].into_iter().flat_map(cases::pages);
    let blocks = pages.flat_map(|(_, page)| {
        let blocks = page.split("```yaml\n").skip(1).filter_map(|block| block.split("```").next());
        blocks.map(|block| vec![block.to_owned()]).collect::<Vec<_>>()
    });
    let mut all: Vec<Vec<String>> = examples.chain(blocks).collect();
    all.retain(|texts| !texts.concat().contains("wayfare: allow"));
    all
}

fn check(texts: &[String]) -> (Workspace, Verdict) {
    let named = texts.iter().enumerate().map(|(at, text)| (PathBuf::from(format!("{at}.yaml")), text.clone()));
    let mut files: Vec<(PathBuf, String)> = named.collect();
    files.push((PathBuf::from("wayfare.toml"), CONFIG.to_owned()));
    let workspace = Workspace::from_texts(&files);
    let verdict = verdict(&workspace, Asked::default());
    (workspace, verdict)
}

/// What a finding is, wherever its line has moved: file, rule, column and message.
type Known = (String, &'static str, usize, String);

fn known(workspace: &Workspace, judged: &Judged) -> (Known, usize) {
    let finding = &judged.finding;
    let source = &workspace.sources[finding.span.file.0 as usize];
    let place = source.place(finding.span.start);
    ((source.path.display().to_string(), finding.rule.0, place.column, finding.message.clone()), place.line)
}

fn file(known: &Known) -> usize {
    known.0.trim_end_matches(".yaml").parse().unwrap_or(usize::MAX)
}

/// Whether a comment above a line, given as below, is one: in a text it is none, or it ends the text before it begins.
fn is_comment(texts: &[String], mark: (usize, usize, &'static str)) -> bool {
    let (allows, faults) = as_written(with(texts, &BTreeSet::from([mark])).swap_remove(mark.0));
    allows == 1 && faults == as_written(texts[mark.0].clone()).1
}

/// How many comments for the checker there are in a text, and how many faults of the language.
fn as_written(text: String) -> (usize, usize) {
    let mut faults = Vec::new();
    let read = read(&Source::new(FileId(0), "a.yaml", text), &mut faults);
    (read.map_or(0, |document| document.allows().len()), faults.len())
}

/// `texts` with a comment above each of the lines, given by file, number from 1 and rule.
fn with(texts: &[String], above: &BTreeSet<(usize, usize, &'static str)>) -> Vec<String> {
    let commented = texts.iter().enumerate().map(|(at, text)| {
        let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        for &(_, line, rule) in above.iter().rev().filter(|&&(file, ..)| file == at) {
            lines.insert(line - 1, format!("{}# wayfare: allow({rule}) it is known", " ".repeat(line % 7)));
        }
        lines.join("\n")
    });
    commented.collect()
}

/// The last line of the element that begins on a line, told by its indentation.
fn last(text: &str, line: usize) -> usize {
    let lines: Vec<&str> = text.split('\n').map(|line| line.trim_end_matches('\r')).collect();
    let indent = |text: &str| text.len() - text.trim_start_matches([' ', '\u{feff}']).len();
    let own = indent(lines[line - 1]) - usize::from(lines[line - 1].starts_with('\u{feff}')) * 3;
    let mut last = line;
    for (at, text) in lines.iter().enumerate().skip(line) {
        let said = text.trim_start();
        let goes_on = indent(text) > own || (said.starts_with(['}', ']']) && indent(text) == own);
        if !said.is_empty() && !said.starts_with('#') {
            if !goes_on {
                break;
            }
            last = at + 1;
        }
    }
    last
}

/// Puts comments above those findings that `chosen` says, and holds what is found to what should be.
fn hold(texts: &[String], chosen: impl Fn(usize) -> bool) -> usize {
    let (workspace, before) = check(texts);
    assert!(before.silenced.is_empty());
    let all: Vec<(Known, usize, Group)> = before
        .judged
        .iter()
        .map(|judged| {
            let (known, line) = known(&workspace, judged);
            (known, line, judged.group)
        })
        .collect();
    let mut above = BTreeSet::new();
    for (at, (known, line, group)) in all.iter().enumerate() {
        let mark = (file(known), *line, known.1);
        // Above the first key a comment is about the whole file, which is another test's.
        let first = texts
            .get(mark.0)
            .is_none_or(|text| text.split('\n').take(mark.1 - 1).all(|line| line.trim_start().starts_with('#')));
        if *group != Group::Language && !first && chosen(at) && is_comment(texts, mark) {
            above.insert(mark);
        }
    }
    let is_covered = |known: &Known, line: usize| {
        above.iter().any(|&(at, from, rule)| {
            at == file(known) && rule == known.1 && (from..=last(&texts[at], from)).contains(&line)
        })
    };
    let (covered, rest): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(known, line, group)| *group != Group::Language && is_covered(known, *line));
    let changed = with(texts, &above);
    let (workspace, after) = check(&changed);
    let sorted = |mut all: Vec<Known>| {
        all.sort();
        all
    };
    let shown = sorted(after.judged.iter().map(|judged| known(&workspace, judged).0).collect());
    let silenced = sorted(after.silenced.iter().map(|it| known(&workspace, &it.judged).0).collect());
    let all = changed.join("\n---\n");
    assert_eq!(silenced, sorted(covered.into_iter().map(|(known, ..)| known).collect()), "silenced in\n{all}");
    assert_eq!(shown, sorted(rest.into_iter().map(|(known, ..)| known).collect()), "shown in\n{all}");
    assert!(after.silenced.iter().all(|it| it.reason.as_deref() == Some("it is known")));
    silenced.len()
}

#[test]
fn a_comment_above_each_finding_silences_all_of_them() {
    let silenced: usize = corpus().iter().map(|texts| hold(texts, |_| true)).sum();
    assert!(silenced > 20, "only {silenced} findings were silenced");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn comments_above_some_findings_silence_these(mask in any::<u64>(), crlf in any::<bool>(), bom in any::<bool>()) {
        for texts in corpus() {
            let written = texts.iter().map(|text| {
                let text = if crlf { text.replace('\n', "\r\n") } else { text.clone() };
                if bom { format!("\u{feff}{text}") } else { text }
            });
            hold(&written.collect::<Vec<_>>(), |at| mask >> (at % 64) & 1 == 1);
        }
    }
}

/// `texts` with a comment behind each line on which something is found.
fn with_behind(texts: &[String]) -> Vec<String> {
    let (workspace, before) = check(texts);
    let mut lines: Vec<Vec<String>> =
        texts.iter().map(|text| text.split('\n').map(|line| line.trim_end().to_owned()).collect()).collect();
    let mut marked = BTreeSet::new();
    for judged in before.judged.iter().filter(|judged| judged.group != Group::Language) {
        let (known, line) = known(&workspace, judged);
        if let Some(lines) = lines.get_mut(file(&known))
            && marked.insert((file(&known), line))
        {
            let comment = format!("  # wayfare: allow({}) it is known", known.1);
            lines[line - 1].push_str(&comment);
        }
    }
    lines.into_iter().map(|lines| lines.join("\n")).collect()
}

#[test]
fn the_layout_of_a_file_changes_nothing_of_it() {
    let silenced = |texts: &[String]| {
        let (workspace, verdict) = check(texts);
        let mut all: Vec<_> = verdict.silenced.iter().map(|it| known(&workspace, &it.judged).0).collect();
        for (_, _, column, _) in &mut all {
            *column = 0;
        }
        all.sort();
        all
    };
    let mut total = 0;
    for texts in corpus() {
        let behind = with_behind(&texts);
        let laid: Result<Vec<String>, _> = behind.iter().map(|text| lay_out(text)).collect();
        if let Ok(laid) = laid {
            let (before, after) = (silenced(&behind), silenced(&laid));
            assert_eq!(after, before, "{}\n----\n{}", behind.join("\n---\n"), laid.join("\n---\n"));
            total += before.len();
        }
    }
    assert!(total > 20, "only {total} findings were silenced");
}
