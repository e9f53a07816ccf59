//! Whether a program can put right what a rule finds: shown by its own example.

use std::path::PathBuf;

use crate::lint::rule::Rule;
use crate::project::workspace::Workspace;
use crate::report::rules::words;
use crate::trial::check;

/// Whether a finding of the rule's bad example has a fix.
pub fn is_fixable(rule: &Rule) -> bool {
    let text = words::inside(rule.bad).to_owned() + "\n";
    let workspace = Workspace::from_texts(&[(PathBuf::from("journey.yaml"), text)]);
    let judged = check::judged(&workspace);
    judged.iter().any(|judged| judged.finding.rule == rule.name && judged.finding.fix.is_some())
}

#[cfg(test)]
mod tests {
    use super::is_fixable;
    use crate::lint::registry::named;

    #[test]
    fn an_example_shows_whether_there_is_a_fix() {
        for (name, expected) in [("expression-needs-quotes", true), ("dead-end-state", false)] {
            assert_eq!(is_fixable(named(name).unwrap()), expected, "{name}");
        }
    }
}
