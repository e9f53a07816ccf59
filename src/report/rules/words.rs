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
pub fn group(group: Group) -> String {
    match group {
        Group::Language => "Always errors: nothing runs while there is one.".to_owned(),
        other => {
            format!("The level of each, or of all of `{}`, is set in `wayfare.toml` under `[lint]`.", other.name())
        }
    }
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
