//! Every rule, in the order of the documentation.

use crate::lint::rule::Rule;
use crate::terms::rule::RuleName;

/// The rules.
pub const RULES: &[&Rule] = &[];

/// The rule of a name.
pub fn find(name: RuleName) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
