//! `journey-cycle`: journeys enter people into one another for ever.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::expr::term::Condition;
use crate::graph::machine::Machine;
use crate::graph::rings::rings;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::whole::Whole;
use crate::model::ids::StateId;
use crate::model::journey::{Block, Work};
use crate::syntax::lifecycle::Reentry;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::value::Value;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("journey-cycle"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "Journeys that enter people into one another without end.",
    why: "Each emits the event by which people enter the next, round in a ring: one person goes round for ever, and gets every message of each journey each time.",
    bad: r"```yaml
wayfare: 1
journey: lapsed
#        ^^^^^^ journey-cycle
version: 1.0.0
events:
  LAPSED: {}
  BOUGHT: {}
  CAME_BACK: {}
entry: { triggers: LAPSED, reentry: { after: 7d } }
initial: WAITING
states:
  WAITING:
    steps:
      - id: bought
        triggers: BOUGHT
        actions:
          - emit: CAME_BACK
        to: DONE
      - { id: give-up, after: 90d, to: DONE }
  DONE: { final: true }
---
wayfare: 1
journey: welcome-back
version: 1.0.0
events:
  LAPSED: {}
  CAME_BACK: {}
entry: { triggers: CAME_BACK, reentry: { after: 7d } }
initial: RESTING
states:
  RESTING:
    steps:
      - id: lapsed
        after: 60d
        actions:
          - emit: LAPSED
        to: DONE
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: lapsed
version: 1.0.0
events:
  LAPSED: {}
  BOUGHT: {}
  CAME_BACK: {}
entry: { triggers: LAPSED, reentry: { after: 7d } }
initial: WAITING
states:
  WAITING:
    steps:
      - id: bought
        triggers: BOUGHT
        actions:
          - emit: CAME_BACK
        to: DONE
      - { id: give-up, after: 90d, to: DONE }
  DONE: { final: true }
---
wayfare: 1
journey: welcome-back
version: 1.0.0
events:
  LAPSED: {}
  CAME_BACK: {}
entry: { triggers: CAME_BACK, reentry: never }
initial: RESTING
states:
  RESTING:
    steps:
      - id: lapsed
        after: 60d
        actions:
          - emit: LAPSED
        to: DONE
  DONE: { final: true }
```
",
    check: Check::Project(check),
};

const HELP: &str = "enter people once with `reentry: never`, or emit another event";

/// A way from one journey to another: the event that leads there.
type Ways<'a> = BTreeMap<(usize, usize), &'a str>;

fn check(whole: &Whole<'_>, found: &mut Found) {
    let guests: BTreeSet<_> = whole.project.guests.iter().map(|guest| guest.file).collect();
    let own = |case: &&Case<'_>| !guests.contains(&case.document.file);
    let cases: Vec<&Case<'_>> = whole.cases.iter().filter(own).collect();
    let ways = ways(&cases);
    let pairs: Vec<(usize, usize)> = ways.keys().copied().collect();
    for ring in rings(cases.len(), &pairs) {
        found.push(finding(&ring, &cases, &ways));
    }
}

fn finding(ring: &[usize], cases: &[&Case<'_>], ways: &Ways<'_>) -> Finding {
    let name = |number: usize| &cases[number].document.id;
    let leads = |from: usize| {
        let next = ring.iter().find_map(|&to| Some((to, ways.get(&(from, to))?)));
        next.map(|(to, event)| format!("emits `{event}`, which enters `{}`", name(to).value)).unwrap_or_default()
    };
    let (first, others) = (ring[0], &ring[1..]);
    let message = if others.is_empty() {
        format!("`{}` enters people into itself for ever: it {}", name(first).value, leads(first))
    } else {
        format!("people go round for ever from `{}`: it {}", name(first).value, leads(first))
    };
    let finding = Finding::new(RULE.name, name(first).span, message).help(HELP);
    others.iter().fold(finding, |finding, &other| {
        finding.label(name(other).span, format!("`{}` {}", name(other).value, leads(other)))
    })
}

/// Which journey leads to which, by the events that the first emits and that enter the second more than once.
fn ways<'a>(cases: &[&'a Case<'_>]) -> Ways<'a> {
    let mut entered: BTreeMap<&SmolStr, Vec<(usize, Reentry)>> = BTreeMap::new();
    for (number, case) in cases.iter().enumerate() {
        let entry = &case.machine.journey.entry;
        let known = case.document.entry.as_ref().is_some_and(|decl| !decl.broken);
        if known && entry.reentry != Reentry::Never && !entry.guard.as_ref().is_some_and(never) {
            for event in &entry.triggers {
                let name = &case.machine.journey.events[event.index()].name;
                entered.entry(name).or_default().push((number, entry.reentry));
            }
        }
    }
    let mut ways = Ways::new();
    for (from, case) in cases.iter().enumerate() {
        for event in emitted(&case.machine) {
            for &(to, reentry) in entered.get(event).into_iter().flatten() {
                // An event that a journey emits while it runs enters it again only if that may end it.
                if from != to || reentry == Reentry::Always {
                    ways.entry((from, to)).or_insert(event);
                }
            }
        }
    }
    ways
}

/// The events that a journey may emit.
fn emitted(machine: &Machine) -> BTreeSet<&SmolStr> {
    let journey = &machine.journey;
    let reached = machine.reachable(&|step| !machine.step(step).guard.as_ref().is_some_and(never));
    let mut blocks: Vec<&Block> = Vec::new();
    for (number, state) in journey.states.iter().enumerate().filter(|(number, _)| reached[*number]) {
        blocks.extend([&state.on_entry, &state.on_exit]);
        let fires = |guard: Option<&Condition>| !guard.is_some_and(never);
        let steps = machine.state(StateId(number as u32)).steps.iter().map(|&step| machine.step(step));
        blocks.extend(steps.filter(|step| fires(step.guard.as_ref())).map(|step| &step.actions));
    }
    let exits = journey.exit.iter().filter(|rule| !rule.guard.as_ref().is_some_and(never));
    blocks.extend(exits.map(|rule| &rule.actions));
    let mut events = BTreeSet::new();
    while let Some(block) = blocks.pop() {
        for item in block {
            match &item.work {
                Work::Emit(call) => {
                    events.insert(&journey.events[call.event.index()].name);
                }
                Work::If(condition, then, otherwise) => {
                    blocks.extend((!never(condition)).then_some(then));
                    blocks.push(otherwise);
                }
                _ => {}
            }
        }
    }
    events
}

/// Whether a condition is known never to hold.
fn never(condition: &Condition) -> bool {
    match condition {
        Condition::Expression(program) => program.constant() == Some(&Value::Bool(false)),
        Condition::All(parts) => parts.iter().any(never),
        Condition::Any(parts) => parts.iter().all(never),
        Condition::Not(part) => always(part),
    }
}

fn always(condition: &Condition) -> bool {
    match condition {
        Condition::Expression(program) => program.constant() == Some(&Value::Bool(true)),
        Condition::All(parts) => parts.iter().all(always),
        Condition::Any(parts) => parts.iter().any(always),
        Condition::Not(part) => never(part),
    }
}
