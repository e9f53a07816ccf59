//! Whether the findings of a rule will be shown: what only follows from one is told with it then, and by itself otherwise.

use crate::lint::case::Case;
use crate::lint::rule::Group;
use crate::project::config::Config;
use crate::terms::rule::{FLOAT_EQUALITY, Level, RuleName};

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
/// `parallel-never-done`.
pub const ENDLESS: Telling = Telling { rule: RuleName("parallel-never-done"), group: Group::Correctness };
/// `no-path-to-final`.
pub const TRAP: Telling = Telling { rule: RuleName("no-path-to-final"), group: Group::Correctness };
/// `eventless-cycle`.
pub const CYCLE: Telling = Telling { rule: RuleName("eventless-cycle"), group: Group::Correctness };
/// `guard-never-true`.
pub const NEVER: Telling = Telling { rule: RuleName("guard-never-true"), group: Group::Correctness };
/// `timer-not-positive`.
pub const NOT_POSITIVE: Telling = Telling { rule: RuleName("timer-not-positive"), group: Group::Correctness };
/// `action-unused`.
pub const UNUSED_ACTION: Telling = Telling { rule: RuleName("action-unused"), group: Group::Suspicious };
/// `guard-always-true`.
pub const ALWAYS: Telling = Telling { rule: RuleName("guard-always-true"), group: Group::Suspicious };
/// `in-state-always`.
pub const STATE_ALWAYS: Telling = Telling { rule: RuleName("in-state-always"), group: Group::Suspicious };
/// `in-state-never`.
pub const STATE_NEVER: Telling = Telling { rule: RuleName("in-state-never"), group: Group::Suspicious };
/// `timer-never-fires`.
pub const LATE: Telling = Telling { rule: RuleName("timer-never-fires"), group: Group::Correctness };
/// `float-equality`.
pub const FLOAT: Telling = Telling { rule: FLOAT_EQUALITY, group: Group::Suspicious };
/// `event-contract-narrowed`.
pub const NARROWED: Telling = Telling { rule: RuleName("event-contract-narrowed"), group: Group::Versions };

impl Telling {
    /// Whether its findings in `case` are shown, as far as the config says. Comments are not asked: one that allows a
    /// finding must let no other appear.
    pub fn is_shown(self, case: &Case<'_>) -> bool {
        self.is_shown_under(case.config)
    }

    /// The same for findings of a project with this config.
    pub fn is_shown_under(self, config: &Config) -> bool {
        let level = |name: &str| config.lint.get(name).copied();
        level(self.rule.0).or_else(|| level(self.group.name())) != Some(Level::Off)
    }
}
