//! `rename-without-migrate`: something is called otherwise, and `migrate` does not say so.

use smol_str::SmolStr;

use crate::diff::change::{Change, Class};
use crate::diff::kind::Kind;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::versions::compared::{Compared, Rank};
use crate::lint::whole::Whole;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("rename-without-migrate"),
    group: Group::Versions,
    level: Level::Warning,
    catches: "A state, step or variable that is gone, and a new one that is much like it: most probably it is called \
              otherwise. A state or variable that a major version leaves without an image is `migration-incomplete`.",
    why: "Timers, effect keys, values and places go by the name. Without a word in `migrate` people lose them.",
    bad: r#"```yaml
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
      - { id: over, after: 14d, to: LOST }
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
      - { id: time-is-up, after: 14d, to: LOST }
#             ^^^^^^^^^^ rename-without-migrate
  CUSTOMER: { final: true }
  LOST: { final: true }
migrate:
  - from: "1.x"
```
"#,
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
      - { id: over, after: 14d, to: LOST }
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
      - { id: time-is-up, after: 14d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
migrate:
  - from: "1.x"
    steps: { over: time-is-up }
```
"#,
    check: Check::Project(check),
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    for compared in whole.versions().compared.iter().filter(|compared| compared.rank == Rank::Nearest) {
        let verdict = &compared.difference.verdict;
        // Where nobody moves nothing is lost, and where `migrate` is missing that is told.
        if verdict.finishes || (verdict.made == Class::Major && compared.difference.migrating.is_none()) {
            continue;
        }
        for change in &compared.difference.changes {
            found.findings.extend(finding(compared, change));
        }
    }
}

fn finding(compared: &Compared<'_>, change: &Change) -> Option<Finding> {
    let difference = &compared.difference;
    let proposed = &difference.proposed;
    let (what, key, names) = match change.kind {
        Kind::StateRenamed => ("state", "states", &proposed.states),
        Kind::StepRenamed => ("step", "steps", &proposed.steps),
        Kind::ContextRenamed => ("variable", "set", &proposed.variables),
        _ => return None,
    };
    // A major version that leaves people without a place has the graver finding.
    if difference.verdict.made == Class::Major && change.kind != Kind::StepRenamed {
        return None;
    }
    let (old, new): (&SmolStr, &SmolStr) = names.0.iter().find(|(_, new)| **new == change.element.id)?;
    let version = &difference.old.version;
    let message = format!(
        "the {what} `{new}` looks like `{old}` of `{version}` under another name, and `migrate` does not say so"
    );
    let entry = if key == "set" { format!("{new}: =old.{old}") } else { format!("{old}: {new}") };
    let help = format!("if it is the same, write `{key}: {{ {entry} }}` under `migrate`, for people on `{version}`");
    let finding = Finding::new(RULE.name, change.places.new.unwrap_or(compared.version()), message).help(help);
    Some(match compared.there(change.places.old) {
        Some(place) => finding.label(place, format!("in `{version}`")),
        None => finding,
    })
}
