//! Rules as JSON, for editors and dashboards.

use serde_json::{Value, json};

use crate::lint::rule::{Group, Rule};
use crate::report::rules::words;

/// One rule: `rule`, `group`, `level`, `configurable`, `catches`, `why`, `bad`, `good`; the examples are YAML.
pub fn entry(rule: &Rule) -> Value {
    json!({
        "rule": rule.name.0,
        "group": rule.group.name(),
        "level": words::level(rule.level),
        "configurable": rule.group != Group::Language,
        "catches": rule.catches,
        "why": rule.why,
        "bad": words::inside(rule.bad),
        "good": words::inside(rule.good),
    })
}

/// A list of rules, in their order.
pub fn list(rules: &[&'static Rule]) -> Value {
    rules.iter().map(|rule| entry(rule)).collect()
}
