//! `name-reused`: a name that was taken away comes back with another meaning.

use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::whole::Whole;
use crate::project::lock::facts::Reused;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("name-reused"),
    group: Group::Versions,
    level: Level::Error,
    catches: "A state, step, variable, event or action whose name an earlier version had, a later one had not, and that means \
              something else now.",
    why: "People, records, effect keys and numbers go by the name: whoever still is on the earlier version moves into \
          something else, and reports add up what does not belong together.",
    bad: r"```yaml
wayfare: 1
journey: trial
version: 1.0.0
events:
  SIGNED_UP: {}
  PAID: {}
  CALLED: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: help, triggers: CALLED, to: CUSTOMER }
      - { id: over, after: 14d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
---
wayfare: 1
journey: trial
version: 1.1.0
events:
  SIGNED_UP: {}
  PAID: {}
  CALLED: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: [PAID, CALLED], to: CUSTOMER }
      - { id: over, after: 14d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
---
wayfare: 1
journey: trial
version: 1.2.0
events:
  SIGNED_UP: {}
  PAID: {}
  CALLED: {}
  WROTE: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: [PAID, CALLED], to: CUSTOMER }
      - { id: help, triggers: WROTE, to: LOST }
#             ^^^^ name-reused
      - { id: over, after: 14d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: trial
version: 1.0.0
events:
  SIGNED_UP: {}
  PAID: {}
  CALLED: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: help, triggers: CALLED, to: CUSTOMER }
      - { id: over, after: 14d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
---
wayfare: 1
journey: trial
version: 1.1.0
events:
  SIGNED_UP: {}
  PAID: {}
  CALLED: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: [PAID, CALLED], to: CUSTOMER }
      - { id: over, after: 14d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
---
wayfare: 1
journey: trial
version: 1.2.0
events:
  SIGNED_UP: {}
  PAID: {}
  CALLED: {}
  WROTE: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: [PAID, CALLED], to: CUSTOMER }
      - { id: gave-up, triggers: WROTE, to: LOST }
      - { id: over, after: 14d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
",
    check: Check::Project(check),
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    for reused in &whole.versions().reused {
        let Some(span) = reused.places.0 else { continue };
        let (what, name) = (reused.what, &reused.name);
        let message = format!(
            "{what} `{name}` was there in `{}`, was taken away in `{}`, and means something else now",
            reused.before, reused.without
        );
        let finding = Finding::new(RULE.name, span, message).note(reused.meaning.clone()).help("give it another name");
        found.push(match reused.places.1 {
            Some(old) => finding.label(old, format!("in `{}`", reused.before)),
            None => finding,
        });
    }
    locked(whole, found);
}

/// What the lock knows, where no file of the versions is at hand.
fn locked(whole: &Whole<'_>, found: &mut Found) {
    let told: Vec<Option<Span>> = whole.versions().reused.iter().map(|reused| reused.places.0).collect();
    for (_, span, Reused { element, meant, gone }) in &whole.locked().reused {
        if !told.contains(&Some(*span)) {
            let (what, name) = (element.sort.word(), &element.id);
            let message = format!(
                "the {what} `{name}` was there in `{meant}`, was taken away in `{gone}`, and means something else now"
            );
            let note = "the lock has what it meant";
            found.push(Finding::new(RULE.name, *span, message).note(note).help("give it another name"));
        }
    }
}
