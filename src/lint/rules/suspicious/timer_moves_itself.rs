//! `timer-moves-itself`: it fires, and by that sets itself again.

use crate::expr::term::Term;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::{blocks, timers};
use crate::model::ids::StepId;
use crate::model::journey::{Assign, Due, Journey};
use crate::syntax::content::Assignment;
use crate::terms::finding::{Finding, Label};
use crate::terms::rule::{Level, RuleName};
use crate::terms::value::Value;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("timer-moves-itself"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "An `after` or `at` that its own step sets again. The step stays in its state and sets a variable that \
              the timer reads, so the timer is computed again, and fires again where the new instant lies ahead. To \
              set it to `null`, to the value that it has, or to `=now` ends it and is well.",
    why: "Whoever reads the file sees a timer that fires once; it goes on for as long as the state is not left.",
    bad: r"```yaml
wayfare: 1
journey: appointment
version: 1.0.0
events:
  BOOKED:
    payload: { at: timestamp }
actions:
  remind: { sink: crm, params: { text: string }, basis: contract }
context:
  next: { type: timestamp?, default: null }
entry:
  triggers: BOOKED
  set: { next: =event.payload.at }
initial: WAITING
states:
  WAITING:
    steps:
      - id: reminder
#           ^^^^^^^^ timer-moves-itself
        at: =ctx.next
        set: { next: =now + days(7) }
        actions: [remind: { text: Do not forget }]
      - { id: over, after: 90d, to: DONE }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: appointment
version: 1.0.0
events:
  BOOKED: {}
actions:
  remind: { sink: crm, params: { text: string }, basis: contract }
entry: { triggers: BOOKED }
initial: WAITING
states:
  WAITING:
    steps:
      - id: reminder
        every: 7d
        actions: [remind: { text: Do not forget }]
      - { id: over, after: 90d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let machine = &case.machine;
    for (number, step) in machine.journey.steps.iter().enumerate() {
        let Some(timer) = timers::of(step).filter(|timer| matches!(timer.due, Due::After(_) | Due::At(_))) else {
            continue;
        };
        if timer.reads.context.is_empty() || machine.leaves_source(StepId(number as u32)) {
            continue;
        }
        let mut moved: Vec<u16> = Vec::new();
        blocks::of_step(step, &mut |assign| {
            if timer.reads.context.contains(&assign.variable.0) && !ends(&machine.journey, &timer.due, assign) {
                moved.push(assign.variable.0);
            }
        });
        let Some(&slot) = timer.reads.context.iter().find(|slot| moved.contains(slot)) else { continue };
        let variable = &machine.journey.context[usize::from(slot)].name.value;
        let message = format!(
            "the timer of the step `{}` reads `{variable}`, which the step sets: it fires again where that lies ahead",
            step.id.value
        );
        let mut finding = Finding::new(RULE.name, step.id.span, message);
        let decl = case.step_decl(StepId(number as u32));
        let mut label = |assignment: &Assignment| {
            if assignment.variable.value == *variable {
                finding
                    .labels
                    .push(Label { span: assignment.variable.span, message: "sets the timer anew".to_owned() });
            }
        };
        decl.set.iter().for_each(&mut label);
        blocks::written(&decl.actions, &mut label);
        found.push(finding.help("say `every` if it is to fire again and again; else set another variable"));
    }
}

/// Whether nothing lies ahead of a timer that reads what `assign` sets: nothing, what is not later than the present, or
/// what it was.
fn ends(journey: &Journey, due: &Due, assign: &Assign) -> bool {
    let own = &journey.context[assign.variable.index()];
    let Some(value) = assign.value.fixed() else {
        let reads = format!("ctx.{}", own.name.value);
        return matches!(due, Due::At(at) if written(at) == Some(&reads)) && is_past(&assign.value, &["now", &reads]);
    };
    let mut only = value == own.default;
    blocks::everywhere(journey, &mut |other| {
        only &= other.variable != assign.variable || other.value.fixed().as_ref() == Some(&value);
    });
    value == Value::Unit || only
}

/// Whether a value is one of the `instants` that are over when the timer fires, or that with something positive taken
/// off, as in `now - days(1)`.
fn is_past(value: &Term, instants: &[&str]) -> bool {
    let Some(text) = written(value) else { return false };
    let Some(rest) = instants.iter().find_map(|instant| text.strip_prefix(instant)).map(str::trim) else {
        return false;
    };
    let taken = rest.strip_prefix('-').map(|length| length.trim().trim_end_matches([')', '(']));
    let is_plain = |length: &str| length.chars().all(|c| c.is_ascii_alphanumeric() || c == '(');
    rest.is_empty() || taken.is_some_and(is_plain)
}

fn written(term: &Term) -> Option<&str> {
    match term {
        Term::Expression(program) => Some(program.written().trim()),
        _ => None,
    }
}
