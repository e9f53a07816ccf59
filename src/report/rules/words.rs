//! What is said of each rule in every format.

use crate::lint::rule::{Group, Rule};
use crate::terms::rule::Level;

/// A level as people write it in a config.
pub const fn level(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}

/// What the rules of a group have in common.
pub const fn group(group: Group) -> &'static str {
    match group {
        Group::Language => "Always errors: nothing runs while there is one.",
        Group::Correctness => "People would be stuck, lost or sent round in circles.",
        Group::Suspicious => "It runs, and is rarely what was meant.",
        Group::Privacy => "Personal data would go where it must not, or a message to somebody who never agreed.",
        Group::Versions => "A new version would leave people behind who are on their way.",
        Group::Style => "What keeps journeys easy to read and tests true.",
    }
}

/// Where the levels of a group are set; nothing where they cannot be.
pub fn setting(group: Group) -> Option<String> {
    (group != Group::Language).then(|| {
        format!("The level of each, or of all of `{}`, is set in `wayfare.toml` under `[lint]`.", group.name())
    })
}

/// The rules in the order of their groups, the groups in the order of the documentation.
pub fn by_group(rules: &[&'static Rule]) -> Vec<(Group, Vec<&'static Rule>)> {
    let mut groups: Vec<(Group, Vec<&'static Rule>)> = Vec::new();
    for &rule in rules {
        match groups.iter_mut().find(|(group, _)| *group == rule.group) {
            Some((_, members)) => members.push(rule),
            None => groups.push((rule.group, vec![rule])),
        }
    }
    groups
}

/// An example without its fence.
pub fn inside(example: &str) -> &str {
    let body = example.trim_end().strip_prefix("```yaml\n").unwrap_or(example);
    body.strip_suffix("\n```").unwrap_or(body)
}
