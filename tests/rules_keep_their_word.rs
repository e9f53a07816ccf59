//! The bad example of every rule breaks exactly that rule, where it says so; the good one breaks none. Both are judged in
//! a project with the sinks `email` and `push` (marketing), `receipts` (service) and `crm`, and leave out title and owner.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod markers;

use markers::{Expected, expected, found, same};
use wayfare::lint::registry::RULES;
use wayfare::lint::rule::Rule;

/// The text inside the fence.
fn inside(markdown: &str) -> String {
    let body = markdown.strip_prefix("```yaml\n").and_then(|rest| rest.strip_suffix("```\n"));
    body.expect("an example is one fenced block of YAML").to_owned()
}

/// What examples leave out, so that they show what they are about.
const LEFT_OUT: [&str; 2] = ["missing-description", "missing-owner"];

/// What is found in an example of `rule`.
fn found_for(rule: &Rule, text: &str) -> Vec<Expected> {
    let counts = |name: &str| name == rule.name.0 || !LEFT_OUT.contains(&name);
    found(text).into_iter().filter(|(name, ..)| counts(name)).collect()
}

fn faults(rule: &Rule) -> Vec<String> {
    let bad = inside(rule.bad);
    let mut faults = Vec::new();
    let (said, is) = (expected(&bad), found_for(rule, &bad));
    if !same(&said, &is) || said.iter().any(|(name, ..)| *name != rule.name.0) || said.is_empty() {
        faults.push(format!("{}: the bad example says {said:?}, and {is:?} is found", rule.name.0));
    }
    let is = found_for(rule, &inside(rule.good));
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
