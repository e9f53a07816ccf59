//! What a rule finds among the states of its bad example it finds in the same states inside a compound state, and inside a
//! region of a parallel one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod markers;

use markers::{Expected, found_under};
use wayfare::lint::registry::RULES;
use wayfare::lint::rule::Rule;

/// The example with its states deeper inside.
struct Nested {
    text: String,
    /// The lines of the example that stand deeper, by how many lines and columns, and by how many lines those behind.
    deeper: std::ops::Range<usize>,
    lines: usize,
    columns: usize,
    behind: usize,
}

impl Nested {
    /// Where a place of the example comes to.
    fn moved(&self, (rule, line, start, end): &Expected) -> Expected {
        let (lines, columns) = match *line {
            line if line < self.deeper.start => (0, 0),
            line if line < self.deeper.end => (self.lines, self.columns),
            _ => (self.behind, 0),
        };
        (rule.clone(), line + lines, start + columns, end.map(|end| end + columns))
    }
}

/// Every file of a text, each with its first line, and the first line to which that comes.
struct Files {
    text: String,
    parts: Vec<(usize, usize, Option<Nested>)>,
}

impl Files {
    /// Where a place of the text comes to.
    fn moved(&self, (rule, line, start, end): &Expected) -> Expected {
        let (first, comes_to, nested) = self.parts.iter().rev().find(|(first, ..)| first <= line).unwrap();
        let inside = (rule.clone(), line - first + 1, *start, *end);
        let (rule, line, start, end) = nested.as_ref().map_or(inside.clone(), |nested| nested.moved(&inside));
        (rule, line + comes_to - 1, start, end)
    }
}

/// The states of every version of a journey, and of every other journey, are put into `around`: versions that differ in
/// what is around them are others.
fn all_nested(text: &str, around: &str) -> Option<Files> {
    let (mut first, mut comes_to, mut parts, mut texts) = (1, 1, Vec::new(), Vec::new());
    for file in text.split("---\n") {
        let nested = nested(file, around);
        let now = nested.as_ref().map_or_else(|| file.to_owned(), |nested| nested.text.clone());
        parts.push((first, comes_to, nested));
        first += file.lines().count() + 1;
        comes_to += now.lines().count() + 1;
        texts.push(now);
    }
    parts.first()?.2.as_ref()?;
    Some(Files { text: texts.join("---\n"), parts })
}

/// Puts all states of `text` into `around`, which says `INITIAL` where it begins and `STATES` where they stand.
fn nested(text: &str, around: &str) -> Option<Nested> {
    let lines: Vec<&str> = text.lines().collect();
    let initial = lines.iter().position(|line| line.starts_with("initial: "))?;
    let states = lines.iter().position(|line| *line == "states:")?;
    let end = lines[states + 1..]
        .iter()
        .position(|line| !line.starts_with([' ', '#']))
        .map_or(lines.len(), |at| states + 1 + at);
    let (before, after) = around.split_once("STATES\n")?;
    let before = before.replace("INITIAL", lines[initial].trim_start_matches("initial: "));
    let depth = before.lines().last()?.len() - before.lines().last()?.trim_start().len();
    let mut all: Vec<String> = lines[..states].iter().map(|line| (*line).to_owned()).collect();
    "initial: AROUND".clone_into(&mut all[initial]);
    all.extend(before.lines().map(str::to_owned));
    all.extend(lines[states + 1..end].iter().map(|line| format!("{}{line}", " ".repeat(depth))));
    all.extend(after.lines().map(str::to_owned));
    let behind = all.len() - end;
    all.extend(lines[end..].iter().map(|line| (*line).to_owned()));
    let lines = before.lines().count() - 1;
    Some(Nested { text: all.join("\n") + "\n", deeper: states + 2..end + 1, lines, columns: depth, behind })
}

const COMPOUND: &str = "\
states:
  AROUND:
    initial: INITIAL
    steps: [{ id: around-done, triggers: done.AROUND, to: ALL_OVER }]
    states:
STATES
  ALL_OVER: { final: true }
";

const REGION: &str = "\
states:
  AROUND:
    parallel: true
    steps: [{ id: around-done, triggers: done.AROUND, to: ALL_OVER }]
    states:
      BESIDE: { initial: BESIDE_DONE, states: { BESIDE_DONE: { final: true } } }
      REGION:
        initial: INITIAL
        states:
STATES
  ALL_OVER: { final: true }
";

fn bad(rule: &Rule) -> &str {
    rule.bad.strip_prefix("```yaml\n").and_then(|rest| rest.strip_suffix("```\n")).expect("one fenced block")
}

fn found(rule: &Rule, text: &str) -> Vec<Expected> {
    let config =
        format!("[lint]\n{} = \"warning\"\n[lint.limits]\nlong-journey = 17\ncoverage-below = 95\n", rule.name.0);
    let config = if rule.group.name() == "language" { String::new() } else { config };
    found_under(&config, text).into_iter().filter(|(name, ..)| name == rule.name.0).collect()
}

/// What is found otherwise than in the example itself.
fn differences(around: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut asked = 0;
    for rule in RULES {
        let text = bad(rule);
        let Some(inner) = all_nested(text, around) else { continue };
        asked += 1;
        let expected: Vec<Expected> = found(rule, text).iter().map(|place| inner.moved(place)).collect();
        let is = found(rule, &inner.text);
        if is != expected {
            wrong.push(format!("{}: {is:?} instead of {expected:?}", rule.name.0));
        }
    }
    assert!(asked > RULES.len() / 2, "only {asked} examples have states");
    wrong
}

#[test]
fn the_same_is_found_inside_a_compound_state() {
    let wrong = differences(COMPOUND);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_same_is_found_inside_a_region() {
    let wrong = differences(REGION);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
