//! `busy-timer-loop`: timers that keep one another going without a pause.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::{timers, verdicts, words};
use crate::model::ids::StepId;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::time::MINUTE;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("busy-timer-loop"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "Timers that go round in less than a minute in all. That is a ring of them, with `always` steps between, \
              whose steps have no guard, or an `every` without `times`.",
    why: "It fires for each person more than a thousand times a day, until the engine suspends the instance; most \
          often the unit is wrong.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  SIGNED_OUT: {}
exit: [{ id: gone, triggers: SIGNED_OUT }]
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: PAUSE }
      - { id: skip, after: 3d, to: DONE }
  PAUSE:
# ^^^^^ busy-timer-loop
    steps:
      - { id: on, after: 30s, to: LOOK }
  LOOK:
    steps:
      - { id: back, after: 20s, to: PAUSE }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  SIGNED_OUT: {}
exit: [{ id: gone, triggers: SIGNED_OUT }]
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: PAUSE }
      - { id: skip, after: 3d, to: DONE }
  PAUSE:
    steps:
      - { id: on, after: 30m, to: LOOK }
  LOOK:
    steps:
      - { id: back, after: 20s, to: PAUSE }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let machine = &case.machine;
    let peopled = &verdicts::of(case).peopled;
    for ring in timers::busy_rings(case) {
        let Some((&first, others)) = ring.states.split_first() else { continue };
        if !peopled[first.index()] {
            continue;
        }
        let waits = || ring.steps.iter().filter_map(|&step| Some((step, timers::usual(case, step)?)));
        let fixed = waits().all(|(_, (_, fixed))| fixed);
        let round = words::length(waits().map(|(_, (wait, _))| wait).sum());
        let every = if fixed { format!("every {round}") } else { format!("in {round} or less") };
        let name = &machine.state(first).name;
        let message = format!("from the state `{}` timers go round {every}", name.value);
        let finding = Finding::new(RULE.name, name.span, message);
        let mut finding = words::labelled(finding, machine, others, &|name| format!("through `{name}`"));
        for (step, (wait, fixed)) in waits() {
            let after = if fixed { "after" } else { "after at most" };
            finding = finding.label(machine.step(step).id.span, format!("{after} {}", words::length(wait)));
        }
        found.push(finding.help("let one of them wait longer, or lead out of the ring"));
    }
    for (number, step) in machine.journey.steps.iter().enumerate().filter(|(_, step)| peopled[step.source.index()]) {
        if let Some(length) = endless(case, StepId(number as u32)) {
            let id = &step.id;
            let message = format!(
                "the step `{}` fires every {}, for as long as the state is not left",
                id.value,
                words::length(length)
            );
            let help = "let it wait a minute or more, or say how often with `times`";
            found.push(Finding::new(RULE.name, id.span, message).help(help));
        }
    }
}

/// How often a step fires that stays where it is, if that is more than once a minute and for ever.
pub fn endless(case: &Case<'_>, step: StepId) -> Option<i64> {
    let of = case.machine.step(step);
    let timer = timers::of(of).filter(|_| !case.machine.leaves_source(step))?;
    timers::period(case, timer).filter(|&length| length > 0 && length < MINUTE)
}
