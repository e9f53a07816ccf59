//! `eventless-cycle`: it goes round without an event.

use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::knots::Round;
use crate::lint::rings;
use crate::lint::rule::{Check, Group, Rule};
use crate::model::ids::StepId;
use crate::model::journey::Trigger;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("eventless-cycle"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "Steps that lead round for ever without an outside event. They are `always` steps, or raise the events that \
              fire them.",
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
      - { id: back, triggers: SIGNED_UP, to: PING }
      - { id: enough, after: 7d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

const HELP: &str = "give one of its steps an event, a timer or a guard that ends it";

const RAISED: &str = "leave one of the `raise`s out, or let a guard end it";

fn check(case: &Case<'_>, found: &mut Found) {
    let (rounds, open) = rings::all(case);
    found.open += open;
    found.findings.extend(rounds.iter().filter_map(|round| finding(case, round)));
}

fn finding(case: &Case<'_>, round: &Round) -> Option<Finding> {
    let machine = &case.machine;
    let (&first, others) = round.states.split_first()?;
    let message = rings::wording(machine, round)?;
    let begins = |&&step: &&StepId| match &machine.step(step).trigger {
        Trigger::Always => round.raises.is_empty(),
        Trigger::Events(events) => events.iter().any(|event| round.raises.contains(event)),
        Trigger::Timer(_) => false,
    };
    let own = round.step.or_else(|| machine.state(Machine::ROOT).steps.iter().find(begins).copied());
    let mut finding = match own.filter(|_| first == Machine::ROOT) {
        // The journey itself is no place that anybody looks at.
        Some(step) => Finding::new(RULE.name, machine.step(step).id.span, message),
        None => Finding::new(RULE.name, machine.state(first).name.span, message),
    }
    .help(if round.raises.is_empty() { HELP } else { RAISED });
    if let Some(step) = round.step.filter(|_| first != Machine::ROOT) {
        finding = finding.label(machine.step(step).id.span, "this step");
    }
    for &other in others {
        let name = &machine.state(other).name;
        finding = finding.label(name.span, format!("through `{}`", name.value));
    }
    if let Some(guard) = round.follows.and_then(|step| case.step_decl(step).guard.as_ref()) {
        finding = finding.label(guard.span(), "this always holds");
    }
    Some(finding)
}
