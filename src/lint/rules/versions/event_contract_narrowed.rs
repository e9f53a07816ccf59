//! `event-contract-narrowed`: a contract asks more than events on their way carry.

use crate::diff::change::Class;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::versions::compared::Rank;
use crate::lint::versions::words::narrows;
use crate::lint::whole::Whole;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("event-contract-narrowed"),
    group: Group::Versions,
    level: Level::Error,
    catches: "A contract of an event that asks more than the version before did, without a new major version.",
    why: "Whoever sends the event goes on as before, and some of it is on its way already: from the deploy on each such \
          event is a dead letter, and the person waits in vain.",
    bad: r"```yaml
wayfare: 1
journey: trial
version: 1.2.0
events:
  SIGNED_UP: {}
  PAID: { payload: { plan: { type: string, required: false } } }
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
version: 1.3.0
events:
  SIGNED_UP: {}
  PAID: { payload: { plan: { type: string } } }
#                    ^^^^ event-contract-narrowed
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
    good: r"```yaml
wayfare: 1
journey: trial
version: 1.2.0
events:
  SIGNED_UP: {}
  PAID: { payload: { plan: { type: string, required: false } } }
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
version: 1.3.0
events:
  SIGNED_UP: {}
  PAID: { payload: { plan: { type: string, required: false }, coupon: { type: string, required: false } } }
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
    check: Check::Project(check),
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    for compared in whole.versions().compared.iter().filter(|compared| compared.rank == Rank::Nearest) {
        let difference = &compared.difference;
        // A new major version has said so.
        if difference.verdict.made == Class::Major {
            continue;
        }
        for change in difference.changes.iter().filter(|change| narrows(change)) {
            let event = &change.element.id;
            let message = match change.key.strip_prefix("field.") {
                Some(field) => format!("`{event}` asks more of `{field}` than events on their way carry"),
                None => format!("`{event}` asks more than events on their way carry"),
            };
            let finding = Finding::new(RULE.name, change.places.new.unwrap_or(compared.version()), message)
                .note(change.meaning.clone())
                .help("let the contract take what it took before, or make it a new major version");
            found.push(match compared.there(change.places.old) {
                Some(place) => finding.label(place, format!("in `{}`", difference.old.version)),
                None => finding,
            });
        }
    }
}
