//! `event-unhandled`: it is heard all around, and dropped here.

use std::collections::BTreeSet;

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::hearing::Hearing;
use crate::lint::whole::Whole;
use crate::model::ids::{EventId, StateId};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("event-unhandled"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "An event that is heard all around a state, and not in it.",
    why: "Every state that leads here handles it, and every other state that those lead to, or where those lead nowhere else every state behind this one: whoever does it a moment earlier is heard, and here nothing happens. Most often a step was forgotten.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  CHOSE_PLUS: {}
  CANCELLED: {}
  PAID: {}
entry: { triggers: SIGNED_UP }
initial: CHOOSING
states:
  CHOOSING:
    steps:
      - { id: plus, triggers: CHOSE_PLUS, to: PAYING }
      - { id: wait, after: 3d, to: REMINDED }
      - { id: changed-mind, triggers: CANCELLED, to: GONE }
  REMINDED:
    steps:
      - { id: cancelled, triggers: CANCELLED, to: GONE }
      - { id: over, after: 30d, to: GONE }
  PAYING:
# ^^^^^^ event-unhandled
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: give-up, after: 30d, to: GONE }
  CUSTOMER: { final: true }
  GONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  CHOSE_PLUS: {}
  CANCELLED: {}
  PAID: {}
entry: { triggers: SIGNED_UP }
initial: CHOOSING
states:
  CHOOSING:
    steps:
      - { id: plus, triggers: CHOSE_PLUS, to: PAYING }
      - { id: wait, after: 3d, to: REMINDED }
      - { id: changed-mind, triggers: CANCELLED, to: GONE }
  REMINDED:
    steps:
      - { id: cancelled, triggers: CANCELLED, to: GONE }
      - { id: over, after: 30d, to: GONE }
  PAYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: never-mind, triggers: CANCELLED, to: GONE }
      - { id: give-up, after: 30d, to: GONE }
  CUSTOMER: { final: true }
  GONE: { final: true }
```
",
    check: Check::Project(check),
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    for case in whole.cases.iter().filter(|case| case.asked) {
        let hearing = Hearing::of(case);
        let file = case.document.file;
        let doubts = &whole.usage().doubts;
        for number in 1..case.machine.journey.states.len() as u32 {
            let mut dropped = dropped(&hearing, StateId(number));
            dropped.retain(|&event| !doubts.is_meant(name(case, event), &|it| it == file));
            if !dropped.is_empty() {
                found.push(finding(case, &hearing, StateId(number), &dropped));
            }
        }
    }
}

fn name<'c>(case: &'c Case<'_>, event: EventId) -> &'c str {
    &case.machine.journey.events[event.index()].name
}

/// The events that are dropped in `state`, though all around it hear them.
fn dropped(hearing: &Hearing<'_>, state: StateId) -> BTreeSet<EventId> {
    let nothing = BTreeSet::new();
    if !hearing.is_judged(state) {
        return nothing;
    }
    let sources = hearing.sources(state);
    // In a line of states each hears what belongs to it, and nothing is odd about that, unless those behind it hear it too.
    let beside = sources.iter().find(|&&source| hearing.others(source, state) > 0);
    let Some(&first) = beside.or_else(|| sources.first()) else { return nothing };
    let mut events = hearing.handled(first);
    events.retain(|&event| {
        let all = sources.iter().all(|&source| hearing.all_but(source, state, event));
        all && !hearing.may_handle(state, event) && (beside.is_some() || hearing.is_handled_ahead(state, event))
    });
    events
}

fn finding(case: &Case<'_>, hearing: &Hearing<'_>, state: StateId, dropped: &BTreeSet<EventId>) -> Finding {
    let names: Vec<String> = dropped.iter().map(|&event| format!("`{}`", name(case, event))).collect();
    let here = &case.machine.state(state).name;
    let (is, are) = if names.len() == 1 { ("is", "it") } else { ("are", "them") };
    let message = format!("{} {is} dropped in `{}`, and handled all around it", names.join(", "), here.value);
    let help = format!("listen to {are} here as well, or on a state around all of these");
    let finding = Finding::new(RULE.name, here.span, message).help(help);
    hearing.sources(state).iter().fold(finding, |finding, &source| {
        let name = &case.machine.state(source).name;
        finding.label(name.span, format!("`{}` leads here and handles {are}", name.value))
    })
}
