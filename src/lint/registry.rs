//! Every rule, in the order of the documentation.

use crate::lint::rule::Rule;
use crate::lint::rules::correctness;
use crate::lint::rules::language;
use crate::lint::rules::privacy;
use crate::lint::rules::style;
use crate::lint::rules::suspicious;
use crate::lint::rules::versions;
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
    &correctness::no_path_to_final::RULE,
    &correctness::eventless_cycle::RULE,
    &correctness::shadowed_step::RULE,
    &correctness::guard_never_true::RULE,
    &correctness::timer_never_fires::RULE,
    &correctness::busy_timer_loop::RULE,
    &correctness::timer_not_positive::RULE,
    &correctness::choice_without_default::RULE,
    &correctness::parallel_never_done::RULE,
    &correctness::parallel_write_conflict::RULE,
    &correctness::step_from_final::RULE,
    &correctness::journey_cycle::RULE,
    &correctness::failure_unhandled::RULE,
    &correctness::unbounded_list::RULE,
    &correctness::merge_undefined::RULE,
    &suspicious::guard_always_true::RULE,
    &suspicious::constant_expression::RULE,
    &suspicious::guards_overlap::RULE,
    &suspicious::expression_as_text::RULE,
    &suspicious::event_guards_gap::RULE,
    &suspicious::event_without_key::RULE,
    &suspicious::entry_counts_twice::RULE,
    &suspicious::missing_timeout::RULE,
    &suspicious::event_unused::RULE,
    &suspicious::event_unhandled::RULE,
    &suspicious::context_never_read::RULE,
    &suspicious::context_never_written::RULE,
    &suspicious::define_unused::RULE,
    &suspicious::function_unused::RULE,
    &suspicious::action_unused::RULE,
    &suspicious::window_unused::RULE,
    &suspicious::cap_unused::RULE,
    &suspicious::duplicate_step::RULE,
    &suspicious::superfluous_state::RULE,
    &suspicious::numbered_states::RULE,
    &suspicious::too_many_states::RULE,
    &suspicious::too_many_branches::RULE,
    &suspicious::message_fatigue::RULE,
    &suspicious::reentry_without_cooldown::RULE,
    &suspicious::send_without_window::RULE,
    &suspicious::basis_and_consent::RULE,
    &suspicious::goal_unreachable::RULE,
    &suspicious::float_equality::RULE,
    &suspicious::integer_division::RULE,
    &suspicious::newline_in_string::RULE,
    &suspicious::suspicious_duration::RULE,
    &suspicious::leaves_parallel::RULE,
    &suspicious::reenter_no_effect::RULE,
    &suspicious::target_no_effect::RULE,
    &suspicious::timer_moves_itself::RULE,
    &suspicious::any_type::RULE,
    &suspicious::in_state_always::RULE,
    &suspicious::in_state_never::RULE,
    &privacy::pii_to_action::RULE,
    &privacy::pii_without_consent::RULE,
    &privacy::pii_laundered::RULE,
    &privacy::pii_in_key::RULE,
    &privacy::pii_literal::RULE,
    &privacy::secret_literal::RULE,
    &privacy::send_without_consent::RULE,
    &privacy::special_category::RULE,
    &versions::version_not_bumped::RULE,
    &versions::bump_too_small::RULE,
    &versions::migration_missing::RULE,
    &versions::migration_incomplete::RULE,
    &versions::migration_invalid::RULE,
    &versions::name_reused::RULE,
    &versions::rename_without_migrate::RULE,
    &versions::event_contract_narrowed::RULE,
    &style::naming::RULE,
    &style::missing_description::RULE,
    &style::missing_owner::RULE,
    &style::complex_guard::RULE,
    &style::unused_allow::RULE,
    &style::allow_without_reason::RULE,
    &style::any_order::RULE,
    &style::title_case::RULE,
    &style::long_journey::RULE,
    &style::scenario_drift::RULE,
    &style::coverage_below::RULE,
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
    fn every_rule_of_the_catalogue_is_documented() {
        for name in catalogue::CATALOGUE.iter().flat_map(|(_, rules)| rules.iter()) {
            assert!(named(name).is_some(), "{name}");
        }
    }
}
