//! How grave a finding is: by its rule, its group and the project's config.

use crate::lint::registry;
use crate::lint::rule::Group;
use crate::project::config::Config;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// A finding that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The finding.
    pub finding: Finding,
    /// How grave it is; never `Off`.
    pub level: Level,
    /// The group of its rule.
    pub group: Group,
}

/// The findings that are shown under `config`, each with its level, in their order.
pub fn judge(findings: Vec<Finding>, config: &Config) -> Vec<Judged> {
    let judged = findings.into_iter().map(|finding| {
        let (group, level) = verdict(finding.rule, config);
        Judged { finding, level, group }
    });
    judged.filter(|judged| judged.level != Level::Off).collect()
}

/// The group of a rule, and its level under `config`: that of the rule itself before that of its group, which does not
/// speak for a rule that is off.
pub fn verdict(name: RuleName, config: &Config) -> (Group, Level) {
    match registry::find(name) {
        Some(rule) if rule.group != Group::Language => {
            // What is off is asked for by its own name: a group made graver is not more rules.
            let of_group = || config.lint.get(rule.group.name()).filter(|_| rule.level != Level::Off);
            let said = config.lint.get(name.0).or_else(of_group);
            (rule.group, said.copied().unwrap_or(rule.level))
        }
        _ => (Group::Language, Level::Error),
    }
}

#[cfg(test)]
mod tests {
    use super::{judge, verdict};
    use crate::lint::rule::Group;
    use crate::project::config::Config;
    use crate::terms::finding::Finding;
    use crate::terms::rule::{Level, RuleName, YAML_SYNTAX};
    use crate::terms::span::Span;

    const DEAD_END: RuleName = RuleName("dead-end-state");

    fn config(levels: &[(&str, Level)]) -> Config {
        let lint = levels.iter().map(|&(name, level)| (name.into(), level)).collect();
        Config { lint, ..Config::default() }
    }

    #[test]
    fn a_rule_goes_before_its_group_and_both_before_the_default() {
        for (levels, expected) in [
            (vec![], Level::Error),
            (vec![("correctness", Level::Warning)], Level::Warning),
            (vec![("correctness", Level::Off), ("dead-end-state", Level::Warning)], Level::Warning),
            (vec![("suspicious", Level::Off)], Level::Error),
        ] {
            assert_eq!(verdict(DEAD_END, &config(&levels)), (Group::Correctness, expected), "{levels:?}");
        }
    }

    #[test]
    fn a_group_wakes_no_rule_that_is_off() {
        for (levels, expected) in [
            (vec![("style", Level::Error)], Level::Off),
            (vec![("style", Level::Off), ("title-case", Level::Warning)], Level::Warning),
        ] {
            assert_eq!(verdict(RuleName("title-case"), &config(&levels)), (Group::Style, expected), "{levels:?}");
        }
    }

    #[test]
    fn the_language_is_always_an_error_and_what_is_off_is_not_shown() {
        let config = config(&[("language", Level::Off), ("yaml-syntax", Level::Off), ("dead-end-state", Level::Off)]);
        let findings = [YAML_SYNTAX, DEAD_END].map(|rule| Finding::new(rule, Span::default(), "it is wrong"));
        let judged = judge(findings.to_vec(), &config);
        assert_eq!(
            judged.iter().map(|it| (it.finding.rule, it.level)).collect::<Vec<_>>(),
            [(YAML_SYNTAX, Level::Error)]
        );
    }
}
