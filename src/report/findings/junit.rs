//! Findings as JUnit XML: a suite a file, a failed case a finding; a file without any is one case that passed.
//!
//! A warning that does not fail the check is a case that was skipped: of those servers show the text, of what passed
//! they show none.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::lint::levels::Judged;
use crate::report::findings::found::Found;
use crate::report::findings::places::Places;
use crate::report::findings::text;
use crate::report::paint::Paint;
use crate::terms::rule::Level;
use crate::terms::span::FileId;

/// One document.
pub fn render(found: &Found<'_>) -> String {
    let mut by_file: BTreeMap<FileId, Vec<&Judged>> = found.files.iter().map(|file| (*file, Vec::new())).collect();
    for judged in found.judged {
        by_file.entry(judged.finding.span.file).or_default().push(judged);
    }
    let mut places = Places::new(found.sources);
    let mut suites = String::new();
    let mut all = Tally::default();
    for (file, judged) in by_file {
        let path =
            places.source(file).map_or_else(|| "?".to_owned(), |source| source.path.to_string_lossy().into_owned());
        let suite = Suite { path: &path, deny_warnings: found.deny_warnings };
        suites.push_str(&suite.render(&judged, &mut places, &mut all));
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"wayfare check\" {}>\n{suites}</testsuites>\n",
        all.attributes()
    )
}

/// How many cases there are.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    tests: usize,
    failures: usize,
    skipped: usize,
}

impl Tally {
    fn attributes(self) -> String {
        let Self { tests, failures, skipped } = self;
        format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"")
    }

    fn add(&mut self, other: Self) {
        self.tests += other.tests;
        self.failures += other.failures;
        self.skipped += other.skipped;
    }
}

/// The cases of one file.
#[derive(Clone, Copy, Debug)]
struct Suite<'a> {
    path: &'a str,
    deny_warnings: bool,
}

impl Suite<'_> {
    fn render(self, judged: &[&Judged], places: &mut Places<'_>, all: &mut Tally) -> String {
        let mut tally = Tally { tests: judged.len().max(1), ..Tally::default() };
        let mut cases = String::new();
        let mut names = BTreeMap::new();
        for each in judged {
            let fails = each.level == Level::Error || self.deny_warnings;
            tally.failures += usize::from(fails);
            tally.skipped += usize::from(!fails);
            self.case(each, fails, (places, &mut names), &mut cases);
        }
        let path = attribute(self.path);
        if judged.is_empty() {
            // Writing to a string cannot fail.
            let _ = writeln!(cases, "    <testcase classname=\"{path}\" name=\"no findings\" file=\"{path}\"/>");
        }
        all.add(tally);
        format!("  <testsuite name=\"{path}\" {}>\n{cases}  </testsuite>\n", tally.attributes())
    }

    fn case(
        self,
        judged: &Judged,
        fails: bool,
        (places, names): (&mut Places<'_>, &mut BTreeMap<String, usize>),
        cases: &mut String,
    ) {
        let finding = &judged.finding;
        let (start, _) = places.of(finding.span);
        let path = attribute(self.path);
        let name = unlike(format!("{}: {}", finding.rule.0, finding.message), names);
        let (name, message) = (attribute(&name), attribute(&finding.message));
        let element = if fails { "failure" } else { "skipped" };
        let kind = if fails { format!(" type=\"{}\"", attribute(finding.rule.0)) } else { String::new() };
        let block = content(&text::block(judged, places, Paint::Plain.into()));
        let _ = write!(
            cases,
            "    <testcase classname=\"{path}\" name=\"{name}\" file=\"{path}\" line=\"{}\">\n      <{element}{kind} \
             message=\"{message}\">{block}</{element}>\n    </testcase>\n",
            start.line
        );
    }
}

/// `name`, with a number where the file has had it before: servers know a case by its name.
fn unlike(name: String, names: &mut BTreeMap<String, usize>) -> String {
    let seen = names.entry(name.clone()).or_default();
    *seen += 1;
    if *seen == 1 { name } else { format!("{name} ({seen})") }
}

/// `text` in an attribute, where a reader would make blanks of breaks.
fn attribute(text: &str) -> String {
    content(text).replace('"', "&quot;").replace('\t', "&#9;").replace('\n', "&#10;")
}

/// `text` in XML 1.0; what that has no sign for is written as people write it, `\u{1b}`.
fn content(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(c),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => out.extend(c.escape_default()),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{attribute, content, render};
    use crate::report::findings::text::tests::{found, sources};

    #[test]
    fn a_suite_is_a_file_and_a_case_a_finding() {
        let sources = sources();
        insta::assert_snapshot!(found(&sources, render));
    }

    #[test]
    fn any_text_is_well_formed_and_reads_back() {
        let all: String = (0..=0x2100).chain(0xfff0..=0x1_0010).filter_map(char::from_u32).collect();
        let document = format!("<a b=\"{}\">{}</a>", attribute(&all), content(&all));
        let tree = roxmltree::Document::parse(&document).unwrap();
        let (said, inside) = (tree.root_element().attribute("b").unwrap(), tree.root_element().text().unwrap());
        for read in [said, inside] {
            let kept =
                all.chars().filter(|c| !matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}'));
            for c in kept.chain("\t\r\n".chars()) {
                assert!(read.contains(c), "{c:?}");
            }
            assert!(read.contains("\\u{1b}") && read.contains("\\u{ffff}"));
        }
    }
}
