//! `shadowed-step`: a step that an earlier one hides.

use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::{guards, outlived, proofs, verdicts, words};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::Trigger;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("shadowed-step"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "A step that can never win: earlier ones, those of an earlier region, or exit rules answer all of its events \
              whenever it could, or an `always` step takes everybody away before one can come.",
    why: "In one state the first step that matches wins; whoever wrote the later one waits in vain for somebody to take it.",
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
      - id: any
        triggers: ORDERED
        to: LOYAL
      - id: big
#           ^^^ shadowed-step
        triggers: ORDERED
        guard: event.payload.total > 500.0
        to: LOST
      - { id: give-up, after: 14d, to: LOST }
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
      - id: big
        triggers: ORDERED
        guard: event.payload.total > 500.0
        to: LOST
      - id: any
        triggers: ORDERED
        to: LOYAL
      - { id: give-up, after: 14d, to: LOST }
  LOYAL: { final: true }
  LOST: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let (machine, verdicts) = (&case.machine, verdicts::of(case));
    found.open += verdicts.open;
    let told = !outlived::states(case).is_empty();
    for (&step, earlier) in &verdicts.shadowed {
        let of = machine.step(step);
        // The same step twice, and a guard that never holds, have names of their own.
        if verdicts.duplicates.contains_key(&step) || !verdicts.reached[of.source.index()] {
            continue;
        }
        let rules = verdicts.outdone.get(&step).map_or(&[][..], Vec::as_slice);
        // What follows from a guard that always holds is told with the guard.
        let follows = earlier.iter().any(|&other| guards::always_holds(case, other))
            || rules.iter().any(|&rule| guards::exit_always_holds(case, rule));
        // What ends the journey in the input that enters is told with the states that nobody comes to.
        let outlived = verdicts.ending.as_ref().filter(|_| earlier.is_empty() && told);
        if follows || outlived.is_some_and(|ending| rules.iter().all(|rule| ending.rules.contains(rule))) {
            continue;
        }
        let message = if earlier.is_empty() { outdone(case, step, rules) } else { message(case, step, earlier) };
        let mut finding = Finding::new(RULE.name, of.id.span, message);
        for &rule in rules {
            finding = finding.label(machine.journey.exit[rule].id.span, "this rule comes before every step");
        }
        for &other in earlier {
            let label =
                if leaves_first(case, step, other) { "this one leaves first" } else { "this one answers first" };
            finding = finding.label(machine.step(other).id.span, label);
        }
        finding = proofs::lost(finding, case, step);
        found.push(finding.help(help(case, step, (earlier, rules))));
    }
}

fn help(case: &Case<'_>, step: StepId, (earlier, rules): (&[StepId], &[usize])) -> &'static str {
    let machine = &case.machine;
    let guarded = |rule: &usize| machine.journey.exit[*rule].guard.is_some();
    if earlier.is_empty() {
        return match rules {
            [rule] if guarded(rule) => "take it out, or let the guard of the exit rule leave something to it",
            [_] => "take it out, or give the exit rule a guard",
            _ => "take it out, or let the guards of the exit rules leave something to it",
        };
    }
    if earlier.iter().any(|&other| leaves_first(case, step, other)) {
        return match earlier {
            [_] => "take it out, or give the other a guard",
            _ => "take it out, or let one of the others leave something to it",
        };
    }
    if is_beside(case, step, earlier) {
        return "take it out, let it hear another event, or give what answers first a guard";
    }
    if is_inside(case, step, earlier) {
        return "take it out, or give one of those that answer first a guard";
    }
    "move it before the other, or take it out"
}

/// Whether `other` takes everybody away before an event can come for `step`.
fn leaves_first(case: &Case<'_>, step: StepId, other: StepId) -> bool {
    let is_always = |step: StepId| matches!(case.machine.step(step).trigger, Trigger::Always);
    is_always(other) && !is_always(step)
}

/// Whether states inside that of `step` answer before it.
fn is_inside(case: &Case<'_>, step: StepId, earlier: &[StepId]) -> bool {
    earlier.iter().any(|&other| case.machine.step(other).source != case.machine.step(step).source)
}

/// Whether an earlier region answers before `step`.
fn is_beside(case: &Case<'_>, step: StepId, earlier: &[StepId]) -> bool {
    let machine = &case.machine;
    let own = machine.step(step).source;
    let beside = |source: StateId| source != own && !machine.is_inside(own, source);
    earlier.iter().any(|&other| beside(machine.step(other).source) && !leaves_first(case, step, other))
}

fn outdone(case: &Case<'_>, step: StepId, rules: &[usize]) -> String {
    let journey = &case.machine.journey;
    let rules = words::names(rules.iter().map(|&rule| &journey.exit[rule].id.value));
    format!(
        "nobody can ever take the step `{}`: the exit rule {rules} ends the journey first",
        journey.steps[step.index()].id.value
    )
}

fn message(case: &Case<'_>, step: StepId, earlier: &[StepId]) -> String {
    let name = |step: StepId| &case.machine.step(step).id.value;
    let leave = earlier.iter().all(|&other| leaves_first(case, step, other));
    match earlier {
        [one] if leave => {
            format!("nobody can ever take the step `{}`: `{}` takes everybody away at once", name(step), name(*one))
        }
        _ if leave => {
            let all = words::names(earlier.iter().map(|&other| name(other)));
            format!("nobody can ever take the step `{}`: {all} take everybody away at once", name(step))
        }
        _ if is_beside(case, step, earlier) => {
            let all = words::names(earlier.iter().map(|&other| name(other)));
            let answers = if earlier.len() == 1 { "answers" } else { "answer" };
            format!("nobody can ever take the step `{}`: in a region before it {all} always {answers}", name(step))
        }
        _ if is_inside(case, step, earlier) => {
            let all = if case.machine.step(step).source == Machine::ROOT { "state" } else { "state inside" };
            format!("nobody can ever take the step `{}`: every {all} answers first", name(step))
        }
        [one] => format!("nobody can ever take the step `{}`: `{}` always answers first", name(step), name(*one)),
        _ => format!("nobody can ever take the step `{}`: the steps before it always answer first", name(step)),
    }
}
