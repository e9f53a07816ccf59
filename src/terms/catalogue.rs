//! The names of all rules by group, those of rooms not yet built included: what a config may name.

/// The name of the group whose rules cannot be turned off.
pub const LANGUAGE: &str = "language";

/// The name of the group whose rules compare two versions.
pub const VERSIONS: &str = "versions";

/// Each group with its rules, in the order of the documentation.
pub const CATALOGUE: &[(&str, &[&str])] = &[
    (
        LANGUAGE,
        &[
            "yaml-syntax",
            "expression-needs-quotes",
            "unknown-key",
            "missing-key",
            "wrong-shape",
            "bad-name",
            "unsupported-language-version",
            "expression-syntax",
            "unknown-name",
            "not-available-here",
            "type-mismatch",
            "nullable-use",
            "action-params",
            "effect-in-expression",
            "duplicate-id",
            "no-initial",
            "bad-target",
            "split-weights",
            "several-triggers",
        ],
    ),
    (
        "correctness",
        &[
            "unreachable-state",
            "dead-end-state",
            "no-path-to-final",
            "eventless-cycle",
            "shadowed-step",
            "guard-never-true",
            "timer-never-fires",
            "busy-timer-loop",
            "timer-not-positive",
            "choice-without-default",
            "parallel-never-done",
            "parallel-write-conflict",
            "step-from-final",
            "journey-cycle",
            "failure-unhandled",
            "unbounded-list",
            "merge-undefined",
        ],
    ),
    (
        "suspicious",
        &[
            "guard-always-true",
            "constant-expression",
            "guards-overlap",
            "expression-as-text",
            "event-guards-gap",
            "event-without-key",
            "entry-counts-twice",
            "missing-timeout",
            "event-unused",
            "event-unhandled",
            "context-never-read",
            "context-never-written",
            "define-unused",
            "function-unused",
            "action-unused",
            "window-unused",
            "cap-unused",
            "duplicate-step",
            "superfluous-state",
            "numbered-states",
            "too-many-states",
            "too-many-branches",
            "message-fatigue",
            "reentry-without-cooldown",
            "send-without-window",
            "basis-and-consent",
            "goal-unreachable",
            "float-equality",
            "integer-division",
            "newline-in-string",
            "suspicious-duration",
            "leaves-parallel",
            "reenter-no-effect",
            "target-no-effect",
            "timer-moves-itself",
            "any-type",
            "in-state-always",
            "in-state-never",
        ],
    ),
    (
        "privacy",
        &[
            "pii-to-action",
            "pii-without-consent",
            "pii-laundered",
            "pii-in-key",
            "pii-literal",
            "secret-literal",
            "send-without-consent",
            "special-category",
        ],
    ),
    (
        VERSIONS,
        &[
            "version-not-bumped",
            "bump-too-small",
            "migration-missing",
            "migration-incomplete",
            "migration-invalid",
            "name-reused",
            "rename-without-migrate",
            "event-contract-narrowed",
        ],
    ),
    (
        "style",
        &[
            "naming",
            "missing-description",
            "missing-owner",
            "complex-guard",
            "unused-allow",
            "allow-without-reason",
            "any-order",
            "title-case",
            "long-journey",
            "scenario-drift",
            "coverage-below",
        ],
    ),
];

/// The group of a rule.
pub fn group_of(rule: &str) -> Option<&'static str> {
    CATALOGUE.iter().find(|(_, rules)| rules.contains(&rule)).map(|&(group, _)| group)
}

/// Whether a group has this name.
pub fn is_group(name: &str) -> bool {
    CATALOGUE.iter().any(|&(group, _)| group == name)
}

/// Every rule but those of the language: what can be allowed or known.
pub fn optional() -> impl Iterator<Item = &'static str> {
    CATALOGUE.iter().filter(|&&(group, _)| group != LANGUAGE).flat_map(|&(_, rules)| rules.iter().copied())
}

/// Every group and every rule: what `[lint]` takes.
pub fn names() -> impl Iterator<Item = &'static str> {
    CATALOGUE.iter().map(|&(group, _)| group).chain(CATALOGUE.iter().flat_map(|&(_, rules)| rules.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::{CATALOGUE, group_of, names};

    #[test]
    fn no_name_is_there_twice() {
        let mut all: Vec<&str> = names().collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert_eq!(CATALOGUE.len(), 6);
    }

    #[test]
    fn a_rule_knows_its_group() {
        assert_eq!(group_of("dead-end-state"), Some("correctness"));
        assert_eq!(group_of("correctness"), None);
    }
}
