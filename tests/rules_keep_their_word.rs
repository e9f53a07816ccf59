//! The bad example of every rule breaks exactly that rule, where it says so; the good one breaks none.

use std::path::PathBuf;

use wayfare::lint::registry::RULES;
use wayfare::lint::rule::Rule;
use wayfare::lint::run::judged;
use wayfare::project::workspace::Workspace;

/// A rule, a line from 1, and columns from 1, the end one past the last; absent where only the start is said.
type Expected = (String, usize, usize, Option<usize>);

/// The text inside the fence.
fn inside(markdown: &str) -> String {
    let body = markdown.strip_prefix("```yaml\n").and_then(|rest| rest.strip_suffix("```\n"));
    body.expect("an example is one fenced block of YAML").to_owned()
}

/// Comments with `^` under a span, then a rule: `#` counts as the first `^` where it stands right before one.
fn expected(text: &str) -> Vec<Expected> {
    let mut line = 0;
    let mut all = Vec::new();
    for (number, content) in text.lines().enumerate() {
        let marker = content.trim_start().strip_prefix('#').filter(|rest| rest.trim_start().starts_with('^'));
        let Some(rest) = marker else {
            line = number + 1;
            continue;
        };
        let hash = content.len() - rest.len();
        let carets = rest.trim_start();
        let start = if rest.starts_with('^') { hash } else { content.len() - carets.len() + 1 };
        let count = carets.chars().take_while(|&c| c == '^').count();
        let end = hash + (rest.len() - carets.len()) + count + 1;
        let rule = carets.trim_start_matches('^').trim().to_owned();
        all.push((rule, line, start, (count > 1 || start == hash).then_some(end)));
    }
    all
}

fn found(text: &str) -> Vec<Expected> {
    let workspace = Workspace::from_texts(&[(PathBuf::from("journey.yaml"), text.to_owned())]);
    let all = workspace.projects.iter().flat_map(judged).map(|judged| {
        let span = judged.finding.span;
        let source = &workspace.sources[span.file.0 as usize];
        let (start, end) = (source.place(span.start), source.place(span.end));
        (judged.finding.rule.0.to_owned(), start.line, start.column, (start.line == end.line).then_some(end.column))
    });
    all.collect()
}

fn faults(rule: &Rule) -> Vec<String> {
    let bad = inside(rule.bad);
    let mut faults = Vec::new();
    let (said, is) = (expected(&bad), found(&bad));
    let same = said.len() == is.len()
        && said.iter().zip(&is).all(|(a, b)| a.0 == b.0 && (a.1, a.2) == (b.1, b.2) && (a.3.is_none() || a.3 == b.3));
    if !same || said.iter().any(|(name, ..)| *name != rule.name.0) || said.is_empty() {
        faults.push(format!("{}: the bad example says {said:?}, and {is:?} is found", rule.name.0));
    }
    let is = found(&inside(rule.good));
    if !is.is_empty() {
        faults.push(format!("{}: in the good example {is:?} is found", rule.name.0));
    }
    faults
}

#[test]
fn every_example_is_true() {
    let faults: Vec<String> = RULES.iter().flat_map(|rule| faults(rule)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
