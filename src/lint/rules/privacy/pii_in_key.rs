//! `pii-in-key`: personal data becomes part of what an instance or a draw is known by.

use std::collections::BTreeSet;

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::privacy::brought::into_value;
use crate::lint::privacy::places::{Place, all, list};
use crate::lint::rule::{Check, Group, Rule};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("pii-in-key"),
    group: Group::Privacy,
    level: Level::Error,
    catches: "Personal data in the `key` of `entry`, or in the `key` or `salt` of a `split`.",
    why: "A key is written wherever the instance is named: in records, in effects, in the store's index. It cannot be \
          erased without losing the instance. `user.id` is none.",
    bad: r"```yaml
wayfare: 1
journey: invitation
version: 1.0.0
events:
  INVITED:
    payload: { guest: { type: string, pii: email } }
  ACCEPTED:
    payload: { guest: { type: string, pii: email } }
entry:
  triggers: INVITED
  key: =event.payload.guest
#      ^^^^^^^^^^^^^^^^^^^^ pii-in-key
initial: WAITING
states:
  WAITING:
    steps:
      - { id: accept, triggers: ACCEPTED, to: DONE }
      - { id: give-up, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: invitation
version: 1.0.0
events:
  INVITED:
    payload: { guest: { type: string, pii: email } }
  ACCEPTED:
    payload: { guest: { type: string, pii: email } }
entry:
  triggers: INVITED
  key: =hash(event.payload.guest)
initial: WAITING
states:
  WAITING:
    steps:
      - { id: accept, triggers: ACCEPTED, to: DONE }
      - { id: give-up, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let mut told = BTreeSet::new();
    for put in all(case).0 {
        let what = match put.to {
            Place::EntryKey => "the key of the instance",
            Place::Draw => "what the experiment draws by",
            _ => continue,
        };
        let data = put.carried(case);
        if !data.is_empty() && told.insert(put.at) {
            let message = format!("{} becomes part of {what}", list(&data));
            let help = "take `hash(…)` of it: the same for the same person, and no personal data";
            let finding = Finding::new(RULE.name, put.at, message).help(help);
            found.push(into_value(finding, case, put.decl, &data));
        }
    }
}
