//! Whether a finding will be shown: what only follows from it is told with it then, and by itself otherwise.

use crate::lint::case::Case;
use crate::lint::rule::Group;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Span;

/// A rule whose findings tell what follows from them.
#[derive(Clone, Copy, Debug)]
pub struct Telling {
    /// Its name.
    pub rule: RuleName,
    /// Its group.
    pub group: Group,
}

/// `dead-end-state`.
pub const DEAD_END: Telling = Telling { rule: RuleName("dead-end-state"), group: Group::Correctness };
/// `no-path-to-final`.
pub const TRAP: Telling = Telling { rule: RuleName("no-path-to-final"), group: Group::Correctness };
/// `guard-always-true`.
pub const ALWAYS: Telling = Telling { rule: RuleName("guard-always-true"), group: Group::Suspicious };

impl Telling {
    /// Whether its finding at `span` of `case` is shown: the config does not switch it off, and no comment allows it.
    pub fn is_shown(self, case: &Case<'_>, span: Span) -> bool {
        let level = |name: &str| case.config.lint.get(name).copied();
        let on = level(self.rule.0).or_else(|| level(self.group.name())) != Some(Level::Off);
        let allows = &case.document.allows;
        let allowed = allows.iter().any(|allow| {
            let covers = (allow.covers.start..allow.covers.end).contains(&span.start);
            covers && allow.rules.iter().any(|name| name.value == self.rule.0)
        });
        on && !allowed
    }
}
