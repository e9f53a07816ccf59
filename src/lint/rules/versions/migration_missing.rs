//! `migration-missing`: nobody says what becomes of those who are on the old version.

use crate::diff::verdict::Missing;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::versions::compared::Rank;
use crate::lint::whole::Whole;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("migration-missing"),
    group: Group::Versions,
    level: Level::Error,
    catches: "A new major version whose `migrate` does not say what becomes of the people on the one before.",
    why: "Across a major nobody moves unless `migrate` says so: they all finish on a version that nobody looks after any \
          more. If that is meant, `finish: true` says it.",
    bad: r"```yaml
wayfare: 1
journey: trial
version: 1.2.0
events:
  SIGNED_UP: {}
  PAID: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: over, after: 14d, to: ASKED }
  ASKED:
    steps:
      - { id: paid-late, triggers: PAID, to: CUSTOMER }
      - { id: silent, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
---
wayfare: 1
journey: trial
version: 2.0.0
#        ^^^^^ migration-missing
events:
  SIGNED_UP: {}
  PAID: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: over, after: 14d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
",
    good: r#"```yaml
wayfare: 1
journey: trial
version: 1.2.0
events:
  SIGNED_UP: {}
  PAID: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: over, after: 14d, to: ASKED }
  ASKED:
    steps:
      - { id: paid-late, triggers: PAID, to: CUSTOMER }
      - { id: silent, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
---
wayfare: 1
journey: trial
version: 2.0.0
events:
  SIGNED_UP: {}
  PAID: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: over, after: 14d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
migrate:
  - from: "1.x"
    states: { ASKED: LOST }
```
"#,
    check: Check::Project(check),
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    for compared in whole.versions().compared.iter().filter(|compared| compared.rank == Rank::Nearest) {
        let (old, new) = (&compared.difference.old.version, &compared.difference.new.version);
        // A version that says too little is told so first.
        if new.major <= old.major || !compared.difference.verdict.missing.contains(&Missing::Migration) {
            continue;
        }
        let message = format!("`migrate` does not say what becomes of people on `{old}`");
        let help = format!(
            "add an entry `from: \"{}.x\"` that says where they go on, or `finish: true`; `wayfare diff` proposes one",
            old.major
        );
        let finding = Finding::new(RULE.name, compared.version(), message).help(help);
        found.push(match compared.old_version() {
            Some(span) => finding.label(span, "the version before, of another major"),
            None => finding,
        });
    }
}
