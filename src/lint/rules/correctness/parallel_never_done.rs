//! `parallel-never-done`: somebody waits for a completion that cannot come.

use crate::graph::machine::Machine;
use crate::graph::sets;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::model::ids::StateId;
use crate::model::journey::{Event, EventKind, StateKind, Trigger};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("parallel-never-done"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "A parallel state that somebody waits for is never done. A step listens to its `done`, and one of its \
              regions has no final state.",
    why: "A parallel state is done when all its regions are; one that never ends keeps everybody there.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  PROFILE_FILLED: {}
  CONFIRMED: {}
initial: BOTH
states:
  BOTH:
# ^^^^ parallel-never-done
    parallel: true
    steps:
      - { id: ready, triggers: done.BOTH, to: DONE }
      - { id: give-up, after: 30d, to: DONE }
    states:
      PROFILE:
        initial: EMPTY
        states:
          EMPTY: { steps: [{ id: filled, triggers: PROFILE_FILLED, to: FULL }] }
          FULL: { final: true }
      ADDRESS:
        initial: OPEN
        states:
          OPEN: { steps: [{ id: confirmed, triggers: CONFIRMED, to: SURE }] }
          SURE: {}
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  PROFILE_FILLED: {}
  CONFIRMED: {}
initial: BOTH
states:
  BOTH:
    parallel: true
    steps:
      - { id: ready, triggers: done.BOTH, to: DONE }
      - { id: give-up, after: 30d, to: DONE }
    states:
      PROFILE:
        initial: EMPTY
        states:
          EMPTY: { steps: [{ id: filled, triggers: PROFILE_FILLED, to: FULL }] }
          FULL: { final: true }
      ADDRESS:
        initial: OPEN
        states:
          OPEN: { steps: [{ id: confirmed, triggers: CONFIRMED, to: SURE }] }
          SURE: { final: true }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let machine = &case.machine;
    let done = |event: &Event| match event.kind {
        EventKind::Done(state) if matches!(machine.state(state).kind, StateKind::Parallel) => Some(state),
        _ => None,
    };
    let listened: Vec<StateId> = machine.journey.events.iter().filter_map(done).collect();
    for &state in listened.iter().filter(|state| case.reached()[state.index()]) {
        let Some(step) = listener(machine, state) else { continue };
        let mut endless = Vec::new();
        if can_be_done(machine, state, &mut endless) {
            continue;
        }
        // Where someone waits for a parallel state inside as well, that is the finding.
        let awaited = |outer: StateId| listened.contains(&outer) && listener(machine, outer).is_some();
        endless.retain(|&region| !machine.outward(region).take_while(|&outer| outer != state).any(awaited));
        found.findings.extend(finding(machine, state, (&endless, step)));
    }
}

fn finding(machine: &Machine, state: StateId, (endless, listener): (&[StateId], Span)) -> Option<Finding> {
    endless.first()?;
    let name = &machine.state(state).name;
    let message = format!("`{}` is never done, and a step waits for it", name.value);
    let mut finding = Finding::new(RULE.name, name.span, message);
    for &region in endless {
        let name = &machine.state(region).name;
        finding = finding.label(name.span, format!("`{}` has no final state", name.value));
    }
    let finding = finding.label(listener, "waits for ever");
    Some(finding.help("give each region a final state, or wait for something else"))
}

/// Where the first step stands that waits for `done` of `state`.
pub fn listener(machine: &Machine, state: StateId) -> Option<Span> {
    let waits = |trigger: &Trigger| match trigger {
        Trigger::Events(events) => events
            .iter()
            .any(|event| matches!(machine.journey.events[event.index()].kind, EventKind::Done(of) if of == state)),
        _ => false,
    };
    machine.journey.steps.iter().find(|step| waits(&step.trigger)).map(|step| step.id.span)
}

/// Whether `state` can be done; the regions without a final state, if not, are added to `endless`. One whose final states
/// nobody reaches has some: that they are not reached is the finding then.
pub fn can_be_done(machine: &Machine, state: StateId, endless: &mut Vec<StateId>) -> bool {
    let of = machine.state(state);
    let unknown = machine.unread.leads_of(state).next().is_some();
    let mut regions = of.children.iter().copied().filter(|&child| sets::is_region(&machine.journey, child));
    match of.kind {
        StateKind::Final | StateKind::History(..) => true,
        _ if unknown => true,
        // Every region is asked: each that is wrong is shown.
        StateKind::Parallel => regions.filter(|&region| !can_be_done(machine, region, endless)).count() == 0,
        StateKind::Compound(_) if regions.any(|child| matches!(machine.state(child).kind, StateKind::Final)) => true,
        _ => {
            endless.push(state);
            false
        }
    }
}
