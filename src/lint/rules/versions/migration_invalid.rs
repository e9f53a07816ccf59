//! `migration-invalid`: `migrate` leads people where nobody wants them.

use std::collections::BTreeSet;

use crate::diff::migration::fault::{Breach, Fault, Kind};
use crate::diff::verdict::Missing;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::versions::compared::Compared;
use crate::lint::whole::Whole;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("migration-invalid"),
    group: Group::Versions,
    level: Level::Error,
    catches: "An entry of `migrate` that leads people to a state that no step leads to, that is final and nobody wrote that \
              down, or from which they never come to an end; to two states that cannot both be active; or to a value that \
              does not fit.",
    why: "It reads as if everybody had a place. The first who moves there is stuck, or is done by accident, and nobody sees it.",
    bad: r#"```yaml
wayfare: 1
journey: trial
version: 1.2.0
events:
  SIGNED_UP: {}
  PAID: {}
  PAUSED: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: paused, triggers: PAUSED, to: THINKING }
      - { id: over, after: 14d, to: ASKED }
  ASKED:
    steps:
      - { id: silent, after: 30d, to: LOST }
  THINKING:
    steps:
      - { id: gone, after: 60d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
---
wayfare: 1
journey: trial
version: 2.0.0
events:
  SIGNED_UP: {}
  PAID: {}
  PAUSED: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: paused, triggers: PAUSED, to: THINKING }
      - { id: over, after: 14d, to: THINKING }
  THINKING:
    steps:
      - { id: gone, after: 60d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
migrate:
  - from: "1.x"
    states: { ASKED: THINKING }
#             ^^^^^ migration-invalid
```
"#,
    good: r#"```yaml
wayfare: 1
journey: trial
version: 1.2.0
events:
  SIGNED_UP: {}
  PAID: {}
  PAUSED: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: paused, triggers: PAUSED, to: THINKING }
      - { id: over, after: 14d, to: ASKED }
  ASKED:
    steps:
      - { id: silent, after: 30d, to: LOST }
  THINKING:
    steps:
      - { id: gone, after: 60d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
---
wayfare: 1
journey: trial
version: 2.0.0
events:
  SIGNED_UP: {}
  PAID: {}
  PAUSED: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: paused, triggers: PAUSED, to: THINKING }
      - { id: over, after: 14d, to: THINKING }
  THINKING:
    steps:
      - { id: gone, after: 60d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
migrate:
  - from: "1.x"
    states: { ASKED: THINKING }
    steps: { silent: gone }  # the timer goes on under its new id
```
"#,
    check: Check::Project(check),
};

/// Says of a state that nobody sees it, which is not so where people move to it.
const UNREACHABLE: RuleName = RuleName("unreachable-state");

fn check(whole: &Whole<'_>, found: &mut Found) {
    let mut told: BTreeSet<(Span, Kind)> = BTreeSet::new();
    for compared in &whole.versions().compared {
        if !compared.difference.verdict.missing.contains(&Missing::Invalid) {
            continue;
        }
        let faults = compared.difference.migrating.iter().flat_map(|migrating| &migrating.faults);
        for fault in faults.filter(|fault| fault.kind.breach() == Breach::Invalid) {
            let span = fault.places.new.unwrap_or(compared.version());
            // What is wrong for several old versions is told of the newest.
            if told.insert((span, fault.kind)) {
                let mut finding = finding(compared, fault, span);
                if fault.kind == Kind::Unreachable {
                    finding = instead(compared, span, finding, found);
                }
                found.push(finding);
            }
        }
    }
}

fn finding(compared: &Compared<'_>, fault: &Fault, span: Span) -> Finding {
    let mut finding = Finding::new(RULE.name, span, fault.message.clone()).help(fault.help.clone());
    if let Some(place) = compared.there(fault.places.old) {
        finding = finding.label(place, format!("in `{}`", compared.difference.old.version));
    }
    if let Some(person) = &fault.person {
        let way = person.way();
        let by = if way.is_empty() { String::new() } else { format!(", who came by {way}") };
        finding = finding.note(format!("for example {}{by}", person.who()));
    }
    finding
}

/// `finding` in the place of the one that says of the same state that nobody comes to it.
fn instead(compared: &Compared<'_>, span: Span, finding: Finding, found: &mut Found) -> Finding {
    let images = compared.new.migrate.iter().flat_map(|decl| &decl.states);
    let Some((_, image)) = images.into_iter().find(|(old, _)| old.span == span) else { return finding };
    let name = format!("`{}`", image.value);
    let same = |other: &Finding| other.rule == UNREACHABLE && other.message.contains(&name);
    let Some(place) = found.findings.iter().position(|other| same(other) && other.span.file == span.file) else {
        return finding;
    };
    let other = found.findings.remove(place);
    let finding = finding.label(other.span, "no step leads here");
    other.labels.into_iter().fold(finding, |finding, label| finding.label(label.span, label.message))
}
