//! `timer-never-fires`: a timer that is never due.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::shown::LATE;
use crate::lint::{guards, proofs, rings, timers, verdicts, words};
use crate::model::ids::StepId;
use crate::model::journey::Trigger;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("timer-never-fires"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "A timer whose state is always left before it is due.",
    why: "The reminder or the way out that was planned for that instant never comes.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  ORDERED:
    payload:
      total: { type: number, min: 0 }
      plan: { enum: [basic, gold] }
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: SHOP }
      - { id: forget, after: 30d, to: LOST }
  SHOP:
    steps:
      - { id: buy, triggers: ORDERED, to: LOYAL }
      - { id: give-up, after: 14d, to: LOST }
      - { id: win-back, after: 30d, to: START }
#             ^^^^^^^^ timer-never-fires
  LOYAL: { final: true }
  LOST: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  ORDERED:
    payload:
      total: { type: number, min: 0 }
      plan: { enum: [basic, gold] }
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: SHOP }
      - { id: forget, after: 30d, to: LOST }
  SHOP:
    steps:
      - { id: buy, triggers: ORDERED, to: LOYAL }
      - { id: win-back, after: 14d, to: START }
  LOYAL: { final: true }
  LOST: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let (machine, verdicts) = (&case.machine, verdicts::of(case));
    for (&step, leaving) in &verdicts.late {
        let Some(&first) = leaving.first().filter(|_| is_own(case, step, leaving)) else { continue };
        let of = machine.step(step);
        let (message, label) = told(case, step, leaving);
        let mut finding = Finding::new(RULE.name, of.id.span, message);
        for &first in leaving {
            finding = finding.label(machine.step(first).id.span, label);
        }
        let finding = bounded(finding, case, (step, first));
        let help = match leaving[..] {
            [_] => "give it an earlier instant, or the other a guard",
            _ => "take it out, or let one of the others leave something to it",
        };
        found.push(proofs::lost(finding, case, step).help(help));
    }
}

/// Whether it is told of `step` that it never fires.
pub fn is_told_of(case: &Case<'_>, step: StepId) -> bool {
    LATE.is_shown(case) && verdicts::of(case).late.get(&step).is_some_and(|leaving| is_own(case, step, leaving))
}

/// Whether that `step` never fires because of those that are `leaving` is a fault of its own: what follows from a guard that
/// always holds, or from a ring that never rests, is told with that.
fn is_own(case: &Case<'_>, step: StepId, leaving: &[StepId]) -> bool {
    let (machine, verdicts) = (&case.machine, verdicts::of(case));
    let is_restless = |first: StepId| {
        let of = machine.step(first);
        matches!(of.trigger, Trigger::Always) && rings::restless(case).contains(&of.source)
    };
    verdicts.reached[machine.step(step).source.index()]
        && !verdicts.duplicates.contains_key(&step)
        && !leaving.iter().any(|&first| guards::always_holds(case, first))
        && leaving.first().is_some_and(|&first| !is_restless(first))
}

/// That the timer `step` never fires because of those that leave first, and what is said of each of them.
fn told(case: &Case<'_>, step: StepId, leaving: &[StepId]) -> (String, &'static str) {
    let machine = &case.machine;
    let (of, name) = (machine.step(step), &machine.step(step).id.value);
    let is_around = |first: &StepId| machine.outward(of.source).any(|state| state == machine.step(*first).source);
    let is_always = |first: &StepId| matches!(machine.step(*first).trigger, Trigger::Always);
    if !leaving.iter().all(is_around) {
        let state = &machine.state(of.source).name.value;
        let message = format!("the timer `{name}` never fires: everybody has left `{state}` before it is due");
        return (message, "here the last of them leave");
    }
    let when = if leaving.iter().all(is_always) { "at once" } else { "before it is due" };
    let all = words::names(leaving.iter().map(|&first| &machine.step(first).id.value));
    match leaving {
        [_] => (format!("the timer `{name}` never fires: {all} takes everybody away {when}"), "this one leaves first"),
        _ => (format!("the timer `{name}` never fires: {all} take everybody away {when}"), "one of these leaves first"),
    }
}

/// Says how long the two wait, where that is no literal.
fn bounded(mut finding: Finding, case: &Case<'_>, (step, first): (StepId, StepId)) -> Finding {
    let (machine, leaves) = (&case.machine, matches!(case.machine.step(first).trigger, Trigger::Always));
    let is_open = |step: StepId| !leaves && timers::wait(machine, step).is_none();
    if let Some(least) = timers::least(case, step).filter(|_| is_open(step)) {
        finding = finding.note(format!("`{}` waits {} or more", machine.step(step).id.value, words::length(least)));
    }
    if let Some(most) = timers::most(case, first).filter(|_| is_open(first)) {
        finding = finding.note(format!("`{}` waits {} or less", machine.step(first).id.value, words::length(most)));
    }
    finding
}
