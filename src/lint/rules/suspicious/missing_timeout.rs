//! `missing-timeout`: it waits for events that may never come.

use std::collections::BTreeSet;

use crate::graph::machine::Machine;
use crate::lint::blocks;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::passing::Passing;
use crate::lint::rule::{Check, Group, Rule};
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{EventKind, StateKind, Trigger, Work};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("missing-timeout"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A state that waits for events and has no timer. One on a state around it or among the journey's own \
              steps counts, one of a region beside it that takes people out, and an event that the journey schedules \
              for itself, also one that an exit rule hears.",
    why: "Many people never do the next thing; without a timer they stay in the state for ever.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
initial: START
states:
  START:
# ^^^^^ missing-timeout
    steps:
      - { id: begin, triggers: SIGNED_UP, to: DONE }
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
      - { id: begin, triggers: SIGNED_UP, to: DONE }
      - { id: give-up, after: 30d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let machine = &case.machine;
    let timed = timed(machine);
    let waits = waiting(machine);
    let mut passing = Passing::new(case);
    let mut told = BTreeSet::new();
    for state in machine.all_states() {
        let has = |facts: &[bool]| machine.outward(state).any(|at| facts[at.index()]);
        let known = !machine
            .outward(state)
            .any(|at| machine.unread.uncertain.contains(&at) || machine.unread.leads_of(at).next().is_some());
        let waits_for_ever = has(&waits) && !has(&timed) && known && case.reached()[state.index()];
        // A state that everybody leaves at once waits for nothing.
        if matches!(machine.state(state).kind, StateKind::Atomic) && waits_for_ever && !passing.is_passed(state) {
            told.insert(waiter(machine, state, &waits));
        }
    }
    for state in told {
        let name = &machine.state(state).name;
        let message = format!("whoever is in `{}` may wait there for ever", name.value);
        let help = "give it a timer, such as `after: 30d`, that leads on";
        found.push(Finding::new(RULE.name, name.span, message).help(help));
    }
}

/// Who waits where people are in `state`: itself, or the parallel state around it whose regions all wait for what that
/// one hears.
fn waiter(machine: &Machine, state: StateId, waits: &[bool]) -> StateId {
    let Some(hears) = machine.outward(state).find(|at| waits[at.index()]) else { return state };
    let around = machine.outward(state).take_while(|&at| at >= hears);
    around.filter(|&at| matches!(machine.state(at).kind, StateKind::Parallel)).last().unwrap_or(state)
}

/// By state, whether it has a step that an event from elsewhere fires.
fn waiting(machine: &Machine) -> Vec<bool> {
    let is_done = |event: &EventId| matches!(machine.journey.events[event.index()].kind, EventKind::Done(_));
    by_state(machine, &|step| match &machine.step(step).trigger {
        Trigger::Events(events) => events.iter().any(|event| !is_done(event)),
        _ => false,
    })
}

/// By state, whether a timer, or an event that the journey schedules, may do something for whoever is in it.
fn timed(machine: &Machine) -> Vec<bool> {
    let mut scheduled: Vec<EventId> = Vec::new();
    blocks::all(&machine.journey, &mut |block| {
        blocks::each(block, &mut |instruction| {
            if let Work::Schedule(schedule) = &instruction.work {
                scheduled.push(schedule.call.event);
            }
        });
    });
    scheduled.sort_unstable();
    let comes = |events: &[EventId]| events.iter().any(|event| scheduled.binary_search(event).is_ok());
    let is_timer = |step: StepId| match &machine.step(step).trigger {
        Trigger::Timer(_) => true,
        Trigger::Events(events) => comes(events),
        Trigger::Always => false,
    };
    let mut timed = by_state(machine, &is_timer);
    timed[Machine::ROOT.index()] |= machine.journey.exit.iter().any(|rule| comes(&rule.triggers));
    for step in (0..machine.journey.steps.len() as u32).map(StepId).filter(|&step| is_timer(step)) {
        let Some(domain) = machine.domain_of(step) else { continue };
        let left = machine.outward(machine.step(step).source).take_while(|&at| at > domain);
        for state in left.filter(|&at| matches!(machine.state(at).kind, StateKind::Parallel)) {
            timed[state.index()] = true;
        }
    }
    timed
}

fn by_state(machine: &Machine, counts: &dyn Fn(StepId) -> bool) -> Vec<bool> {
    let any = |number| machine.state(StateId(number)).steps.iter().any(|&step| counts(step));
    (0..machine.journey.states.len() as u32).map(any).collect()
}
