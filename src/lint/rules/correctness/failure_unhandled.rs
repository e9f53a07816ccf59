//! `failure-unhandled`: it can fail, and nobody listens.

use std::collections::BTreeMap;

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::works::{listens, works};
use crate::lint::whole::Whole;
use crate::model::ids::{ActionId, EventId};
use crate::model::journey::{Action, EventKind, Work};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("failure-unhandled"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "An `on_failure` that nothing in the journey listens to.",
    why: "Somebody meant to do something when the action fails, and neither that event nor `failed.<action>` is listened to: the person is left waiting for what will not come.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  ORDERED: {}
  PAYMENT_FAILED: {}
actions:
  charge: { sink: crm, on_failure: PAYMENT_FAILED }
# ^^^^^^ failure-unhandled
entry: { triggers: ORDERED }
initial: PAYING
states:
  PAYING:
    on_entry:
      - charge
    steps:
      - { id: paid, triggers: succeeded.charge, to: PAID }
      - { id: give-up, after: 30d, to: LOST }
  PAID: { final: true }
  LOST: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  ORDERED: {}
  PAYMENT_FAILED: {}
actions:
  charge: { sink: crm, on_failure: PAYMENT_FAILED }
entry: { triggers: ORDERED }
initial: PAYING
states:
  PAYING:
    on_entry:
      - charge
    steps:
      - { id: paid, triggers: succeeded.charge, to: PAID }
      - { id: failed, triggers: PAYMENT_FAILED, to: LOST }
      - { id: give-up, after: 30d, to: LOST }
  PAID: { final: true }
  LOST: { final: true }
```
",
    check: Check::Project(check),
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    let mut findings: BTreeMap<Span, Finding> = BTreeMap::new();
    for case in whole.cases.iter().filter(|case| case.asked && is_known(case)) {
        for (action, event) in unheard(case) {
            let name = &action.name;
            // One that is spelt wrong where it is listened to is a fault of its own.
            if whole.usage().doubts.is_meant(event, &|file| file == case.document.file) {
                continue;
            }
            let finding = findings.entry(name.span).or_insert_with(|| {
                let message = format!("when `{}` fails, nobody listens to `{event}`", name.value);
                let help =
                    format!("listen to `{event}` or `failed.{}` in a step, or take `on_failure` out", name.value);
                Finding::new(RULE.name, name.span, message).help(help)
            });
            if action.catalog.is_some() {
                let id = &case.document.id;
                *finding = finding.clone().label(id.span, format!("`{}` asks for it and does not listen", id.value));
            }
        }
    }
    found.findings.extend(findings.into_values());
}

/// Whether all is known of what the journey listens to.
fn is_known(case: &Case<'_>) -> bool {
    let exits = !case.document.hidden.kind && case.document.exit.iter().all(|exit| !exit.broken);
    exits && case.machine.unread.uncertain.is_empty()
}

/// The actions that a journey asks for and whose failure it does not hear, each with its event.
fn unheard<'a>(case: &'a Case<'_>) -> Vec<(&'a Action, &'a str)> {
    let journey = &case.machine.journey;
    let mut asked = vec![false; journey.actions.len()];
    works(&case.machine, &mut |work| {
        if let Work::Act(action, _) = work {
            asked[action.index()] = true;
        }
    });
    let unheard = journey.actions.iter().enumerate().filter_map(|(number, action)| {
        let event = action.on_failure.filter(|_| asked[number])?;
        let fate = fate(case, ActionId(number as u32));
        let events: Vec<EventId> = fate.into_iter().chain([event]).collect();
        (!listens(&case.machine, &events)).then(|| (action, journey.events[event.index()].name.as_str()))
    });
    unheard.collect()
}

/// The number of `failed.<action>`.
fn fate(case: &Case<'_>, action: ActionId) -> Option<EventId> {
    let is_fate = |kind: &EventKind| matches!(kind, EventKind::Failed(of) if *of == action);
    let place = case.machine.journey.events.iter().position(|event| is_fate(&event.kind))?;
    Some(EventId(place as u32))
}
