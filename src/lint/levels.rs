//! How grave a finding is: by its rule, its group and the project's config.

use crate::lint::registry;
use crate::lint::rule::{Group, Rule};
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

/// The group of a rule, and its level under `config`.
pub fn verdict(name: RuleName, config: &Config) -> (Group, Level) {
    registry::find(name).map_or((Group::Language, Level::Error), |rule| (rule.group, level(rule, config)))
}

/// What `config` says of the rule itself, else of its group, else the level that the rule has. A group does not switch on
/// what is off unless somebody asks for it.
fn level(rule: &Rule, config: &Config) -> Level {
    let own = config.lint.get(rule.name.0);
    let group = || config.lint.get(rule.group.name()).filter(|_| rule.level != Level::Off);
    match rule.group {
        Group::Language => Level::Error,
        _ => own.or_else(group).copied().unwrap_or(rule.level),
    }
}

/// Whether a rule is one of the language, whose findings keep a file from being relied upon.
pub fn is_of_language(name: RuleName) -> bool {
    registry::find(name).is_none_or(|rule| rule.group == Group::Language)
}

#[cfg(test)]
mod tests {
    use super::{judge, level, verdict};
    use crate::lint::registry;
    use crate::lint::rule::{Group, Rule};
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
    fn what_is_off_by_default_is_switched_on_by_its_own_name_only() {
        let rule = Rule { level: Level::Off, ..*registry::find(DEAD_END).unwrap() };
        for (levels, expected) in [
            (vec![], Level::Off),
            (vec![("correctness", Level::Error)], Level::Off),
            (vec![("dead-end-state", Level::Warning)], Level::Warning),
            (vec![("correctness", Level::Off), ("dead-end-state", Level::Error)], Level::Error),
        ] {
            assert_eq!(level(&rule, &config(&levels)), expected, "{levels:?}");
        }
    }

    #[test]
    fn every_rule_can_be_set_by_its_name_and_by_its_group_but_for_the_language() {
        for rule in registry::RULES {
            for name in [rule.name.0, rule.group.name()] {
                let is = verdict(rule.name, &config(&[(name, Level::Off)]));
                let expected = if rule.group == Group::Language { Level::Error } else { Level::Off };
                assert_eq!(is, (rule.group, expected), "{name}");
            }
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
