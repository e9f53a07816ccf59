//! Every rule, in the order of the documentation.

use crate::lint::rule::Rule;
use crate::lint::rules::correctness;
use crate::lint::rules::language;
use crate::lint::rules::privacy;
use crate::lint::rules::style;
use crate::lint::rules::suspicious;
use crate::terms::rule::RuleName;

/// The rules: groups as in the catalogue, rules as they depend on one another, what reads before what means.
pub const RULES: &[&Rule] = &[
    &language::yaml_syntax::RULE,
    &language::expression_needs_quotes::RULE,
    &language::unknown_key::RULE,
    &language::missing_key::RULE,
    &language::wrong_shape::RULE,
    &language::bad_name::RULE,
    &language::unsupported_language_version::RULE,
    &language::expression_syntax::RULE,
    &language::unknown_name::RULE,
    &language::not_available_here::RULE,
    &language::type_mismatch::RULE,
    &language::nullable_use::RULE,
    &language::action_params::RULE,
    &language::effect_in_expression::RULE,
    &language::duplicate_id::RULE,
    &language::no_initial::RULE,
    &language::bad_target::RULE,
    &language::split_weights::RULE,
    &language::several_triggers::RULE,
    &correctness::unreachable_state::RULE,
    &correctness::dead_end_state::RULE,
    &correctness::eventless_cycle::RULE,
    &suspicious::expression_as_text::RULE,
    &suspicious::message_fatigue::RULE,
    &suspicious::send_without_window::RULE,
    &suspicious::basis_and_consent::RULE,
    &suspicious::float_equality::RULE,
    &suspicious::integer_division::RULE,
    &suspicious::newline_in_string::RULE,
    &privacy::pii_to_action::RULE,
    &privacy::pii_without_consent::RULE,
    &privacy::pii_laundered::RULE,
    &privacy::pii_in_key::RULE,
    &privacy::pii_literal::RULE,
    &privacy::secret_literal::RULE,
    &privacy::send_without_consent::RULE,
    &privacy::special_category::RULE,
    &style::scenario_drift::RULE,
];

/// The rule of a name.
pub fn find(name: RuleName) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// The rule that people call `name`.
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name.0 == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{RULES, find, named};
    use crate::terms::catalogue;

    #[test]
    fn every_rule_is_in_the_catalogue_and_there_once() {
        let mut seen = BTreeSet::new();
        for rule in RULES {
            assert_eq!(catalogue::group_of(rule.name.0), Some(rule.group.name()), "{}", rule.name.0);
            assert!(seen.insert(rule.name), "{} is there twice", rule.name.0);
            assert!(find(rule.name).is_some() && named(rule.name.0).is_some());
        }
    }

    #[test]
    fn every_error_of_the_language_is_documented() {
        let (_, language) = catalogue::CATALOGUE[0];
        for name in language {
            assert!(named(name).is_some(), "{name}");
        }
    }
}
