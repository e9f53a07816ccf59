//! `event-without-key`: it goes to all instances, and nobody said so.

use std::collections::{BTreeMap, BTreeSet};

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::pieces::Bring;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::works::{brought_about, heard};
use crate::lint::whole::Whole;
use crate::model::ids::EventId;
use crate::model::journey::EventKind;
use crate::syntax::lifecycle::KeyDecl;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::{Name, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("event-without-key"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "An event without the key's value: all instances get it.",
    why: "A journey with a `key` has several instances of one person. What cannot say which it is for goes to all of them: a purchase in one cart ends the reminders for every other.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  CART_CREATED: { payload: { cart_id: string } }
  CART_EMPTIED: { payload: { cart_id: string } }
  LOGGED_OUT: {}
# ^^^^^^^^^^ event-without-key
entry:
  triggers: CART_CREATED
  key: =event.payload.cart_id
initial: OPEN
states:
  OPEN:
    steps:
      - { id: emptied, triggers: CART_EMPTIED, to: DONE }
      - { id: logged-out, triggers: LOGGED_OUT, to: DONE }
      - { id: give-up, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  CART_CREATED: { payload: { cart_id: string } }
  CART_EMPTIED: { payload: { cart_id: string } }
  LOGGED_OUT: {}
entry:
  triggers: CART_CREATED
  key: 
    CART_CREATED: =event.payload.cart_id
    CART_EMPTIED: =event.payload.cart_id
    LOGGED_OUT: all
initial: OPEN
states:
  OPEN:
    steps:
      - { id: emptied, triggers: CART_EMPTIED, to: DONE }
      - { id: logged-out, triggers: LOGGED_OUT, to: DONE }
      - { id: give-up, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Project(check),
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    let mut findings: BTreeMap<Span, Finding> = BTreeMap::new();
    for case in whole.cases.iter().filter(|case| case.asked) {
        let Some(key) = case.document.entry.as_ref().filter(|entry| !entry.broken).and_then(|entry| entry.key.as_ref())
        else {
            continue;
        };
        let place = match key {
            KeyDecl::One(value) => value.span,
            KeyDecl::Each(_, span) => *span,
        };
        for (name, contract) in without_key(whole, case, key) {
            let finding = findings.entry(contract).or_insert_with(|| {
                let message = format!("`{name}` goes to all instances of a person, since it carries no key");
                let help = format!("say so in the key, `{name}: all`, or say there where it carries the key's value");
                Finding::new(RULE.name, contract, message).help(help)
            });
            *finding = finding.clone().label(place, format!("the key of `{}`", case.document.id.value));
        }
    }
    found.findings.extend(findings.into_values());
}

/// The events from outside that a journey hears and that nothing says the key of, each with its contract's place.
fn without_key<'c>(whole: &Whole<'_>, case: &'c Case<'_>, key: &KeyDecl) -> Vec<(&'c str, Span)> {
    let journey = &case.machine.journey;
    let by_event = journey.entry.key.iter().flat_map(|key| &key.by_event);
    let mut known: BTreeSet<EventId> = by_event.map(|(event, _)| *event).collect();
    if known.is_empty() {
        // The key itself is at fault, or nobody has an instance of his own.
        return Vec::new();
    }
    if let KeyDecl::Each(map, _) = key {
        known.extend(map.iter().filter_map(|(name, _)| case.machine.event_named(&name.value)));
    }
    known.extend(&journey.entry.triggers);
    known.extend(brought_about(&case.machine));
    let doubts = &whole.usage().doubts;
    let without = heard(case).into_iter().filter(|event| !known.contains(event)).filter_map(|event| {
        let event = &journey.events[event.index()];
        let EventKind::Declared(_, contract) = event.kind else { return None };
        let is_meant = doubts.is_meant(&event.name, &|file| file == case.document.file);
        // Of what brings it about inside, not everything may have been understood.
        let inside =
            |(bring, place): &(Bring, &Name)| *bring != Bring::Emitted && place.span.file == case.document.file;
        let is_meant = is_meant || whole.usage().brought(&event.name).iter().any(inside);
        (!is_meant && !doubts.in_file(contract.file)).then_some((event.name.as_str(), contract))
    });
    without.collect()
}
