//! `timer-never-fires`: a timer that is never due.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
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
    for (&step, &first) in &verdicts.late {
        let (of, leaving) = (machine.step(step), machine.step(first));
        let known = verdicts.duplicates.contains_key(&step) || guards::always_holds(case, first);
        let is_always = matches!(leaving.trigger, Trigger::Always);
        // What follows from a guard that always holds, or from a ring that never rests, is told with that.
        let reached = verdicts.reached[of.source.index()];
        if known || !reached || is_always && rings::restless(case).contains(&leaving.source) {
            continue;
        }
        let when = if is_always { "at once" } else { "before it is due" };
        let (name, other) = (&of.id.value, &leaving.id.value);
        let is_around = machine.outward(of.source).any(|state| state == leaving.source);
        let (message, label) = if is_around {
            (format!("the timer `{name}` never fires: `{other}` takes everybody away {when}"), "this one leaves first")
        } else {
            let state = &machine.state(of.source).name.value;
            let message = format!("the timer `{name}` never fires: everybody has left `{state}` before it is due");
            (message, "here the last of them leave")
        };
        let finding = Finding::new(RULE.name, of.id.span, message).label(leaving.id.span, label);
        let finding = bounded(finding, case, (step, first));
        found.push(proofs::lost(finding, case, step).help("give it an earlier instant, or the other a guard"));
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
