//! `no-path-to-final`: whoever is in it never comes to an end.

use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::{stuck, words};
use crate::model::ids::StateId;
use crate::model::journey::{EventKind, StateKind, Step, Trigger};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("no-path-to-final"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "States from which no final state can be reached. They lead only to one another; a journey with an exit \
              rule needs no final state, and a single state without a way out is `dead-end-state`.",
    why: "Whoever comes there moves on and on and never completes: the funnel counts them as active for ever.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  WENT_QUIET: {}
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: ACTIVE }
      - { id: skip, after: 3d, to: DONE }
  ACTIVE:
# ^^^^^^ no-path-to-final
    steps:
      - { id: quiet, triggers: WENT_QUIET, to: DORMANT }
      - { id: silent, after: 30d, to: DORMANT }
  DORMANT:
    steps:
      - { id: again, after: 90d, to: ACTIVE }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  WENT_QUIET: {}
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: ACTIVE }
      - { id: skip, after: 3d, to: DONE }
  ACTIVE:
    steps:
      - { id: quiet, triggers: WENT_QUIET, to: DORMANT }
      - { id: silent, after: 30d, to: DORMANT }
  DORMANT:
    steps:
      - { id: gone, after: 90d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let machine = &case.machine;
    let missed = stuck::missed(case);
    for trap in stuck::traps(case) {
        let ends = trap.first().and_then(|first| missed.get(first)).map_or(&[][..], Vec::as_slice);
        let finding = finding(machine, &trap);
        found.push(words::labelled(finding, machine, ends, &|name| format!("and no step leads to `{name}`")));
    }
}

fn finding(machine: &Machine, trap: &[StateId]) -> Finding {
    let named: Vec<StateId> = trap.iter().copied().filter(|&state| !has_outer(machine, trap, state)).collect();
    let from = if named.len() == 1 { "the state" } else { "the states" };
    let all = words::names(named.iter().map(|&state| &machine.state(state).name.value));
    let message = format!("nobody comes to an end from {from} {all}");
    let span = machine.state(named[0]).name.span;
    let finding = Finding::new(RULE.name, span, message);
    let finding = words::labelled(finding, machine, &named[1..], &|name| format!("nor from `{name}`"));
    let tops = &machine.state(Machine::ROOT).children;
    if let Some(around) = unheard(machine, trap) {
        let name = &machine.state(around).name.value;
        return finding
            .help(format!("let a step of `{name}` on `done.{name}` lead on to a final state, or add an exit rule"));
    }
    if tops.iter().any(|&top| matches!(machine.state(top).kind, StateKind::Final)) {
        finding.help("lead a step to a final state, or add an exit rule")
    } else {
        finding.help("the journey has no final state: give it one and lead a step there, or add an exit rule")
    }
}

/// A state that is done in the trap, and to which nobody listens.
fn unheard(machine: &Machine, trap: &[StateId]) -> Option<StateId> {
    let ends = |&&state: &&StateId| matches!(machine.state(state).kind, StateKind::Final);
    let around = machine.state(*trap.iter().find(ends)?).parent.filter(|&around| around != Machine::ROOT)?;
    let region = |state: StateId| {
        let outer = machine.state(state).parent;
        outer.filter(|&outer| matches!(machine.state(outer).kind, StateKind::Parallel))
    };
    let done = region(around).unwrap_or(around);
    let is_heard = |step: &Step| {
        match &step.trigger {
        Trigger::Events(events) => events.iter().any(|event| {
            matches!(machine.journey.events[event.index()].kind, EventKind::Done(of) if of == done || of == around)
        }),
        _ => false,
    }
    };
    (!machine.journey.steps.iter().any(is_heard)).then_some(done)
}

/// Whether a state around `state` is in the trap as well.
fn has_outer(machine: &Machine, trap: &[StateId], state: StateId) -> bool {
    machine.outward(state).skip(1).any(|outer| trap.binary_search(&outer).is_ok())
}
