//! `eventless-cycle`: it goes round without an event.

use crate::graph::machine::Machine;
use crate::graph::questions::Ring;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{StateKind, Step, Trigger};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("eventless-cycle"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "`always` steps that lead round for ever without an event.",
    why: "The engine stops after a thousand steps and gives the event up: it is a dead letter for everybody who comes there.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: PING }
      - { id: skip, after: 3d, to: DONE }
  PING:
# ^^^^ eventless-cycle
    steps:
      - { id: there, always: true, to: PONG }
  PONG:
    steps:
      - { id: back, always: true, to: PING }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: PING }
      - { id: skip, after: 3d, to: DONE }
  PING:
    steps:
      - { id: there, always: true, to: PONG }
  PONG:
    steps:
      - { id: back, after: 1d, to: PING }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

const HELP: &str = "give one of its steps an event, a timer or a guard that ends it";

fn check(case: &Case<'_>, found: &mut Found) {
    let machine = &case.machine;
    let reached = machine.reachable(&|_| true);
    let certain = |step: StepId| is_certain(machine, step);
    for ring in machine.eventless_rings(&certain) {
        let Some((&first, others)) = ring.states.split_first() else { continue };
        if ring.states.iter().all(|state| reached[state.index()]) && is_undisturbed(machine, &ring) {
            let name = &machine.state(first).name;
            let message = format!("from the state `{}` it goes round for ever without an event", name.value);
            let mut finding = Finding::new(RULE.name, name.span, message).help(HELP);
            for &other in others {
                let name = &machine.state(other).name;
                finding = finding.label(name.span, format!("through `{}`", name.value));
            }
            found.push(finding);
        }
    }
    for (number, step) in machine.journey.steps.iter().enumerate() {
        if step.to.is_empty() && reached[step.source.index()] && is_certain(machine, StepId(number as u32)) {
            let message = format!("the step `{}` stays where it is and fires again for ever", step.id.value);
            let name = &machine.state(step.source).name;
            found.push(Finding::new(RULE.name, name.span, message).label(step.id.span, "this step").help(HELP));
        }
    }
}

/// Whether a step fires whenever its state is active: no guard, and nothing that is asked before it.
fn is_certain(machine: &Machine, step: StepId) -> bool {
    let is_always = |step: StepId| matches!(machine.step(step).trigger, Trigger::Always);
    let source = machine.step(step).source;
    let first = machine.state(source).steps.iter().copied().find(|&step| is_always(step));
    let last = machine.state(source).last;
    let inner = (source.0 + 1..=last.0).map(StateId);
    let mut inside = inner.flat_map(|state| machine.state(state).steps.iter().copied());
    let known = !machine.unread.is_uncertain(source, last);
    known && machine.step(step).guard.is_none() && first == Some(step) && !inside.any(is_always)
}

/// Whether no other region can take people out of the ring.
fn is_undisturbed(machine: &Machine, ring: &Ring) -> bool {
    let parallel = |&state: &StateId| matches!(machine.state(state).kind, StateKind::Parallel);
    let Some(around) = ring.states.iter().flat_map(|&state| machine.outward(state).filter(parallel)).min() else {
        return true;
    };
    let inside = |source: StateId| source == around || machine.is_inside(around, source);
    let other = |(number, step): (usize, &Step)| {
        matches!(step.trigger, Trigger::Always) && inside(step.source) && !ring.steps.contains(&StepId(number as u32))
    };
    let known = !machine.unread.is_uncertain(around, machine.state(around).last);
    known && !machine.journey.steps.iter().enumerate().any(other)
}
