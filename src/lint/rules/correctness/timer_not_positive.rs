//! `timer-not-positive`: a timer that does not wait.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::{timers, words};
use crate::model::ids::StepId;
use crate::model::journey::{Due, Step};
use crate::syntax::chart::{TriggerDecl, TriggerKind};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Span;
use crate::terms::time;
use crate::terms::value::Value;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("timer-not-positive"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "An `after`, an `every` or a gap of zero or less. Where the check is told the present instant (`--now`), \
              also an `at` that always names one before it.",
    why: "It fires as soon as the state is entered, so nobody ever waits there; an `every` of zero fires without \
          end.",
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
      - { id: begin, triggers: SIGNED_UP, to: DONE }
      - { id: skip, after: 0d, to: DONE }
#             ^^^^ timer-not-positive
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
      - { id: skip, after: 10d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    for (number, step) in case.machine.journey.steps.iter().enumerate() {
        let (Some(timer), Some(written)) = (timers::of(step), &case.step_decl(StepId(number as u32)).trigger) else {
            continue;
        };
        found.findings.extend(match &timer.due {
            Due::At(term) => past(case, step, term.fixed(), written),
            due => not_positive(step, due, written),
        });
    }
}

fn not_positive(step: &Step, due: &Due, written: &TriggerDecl) -> Option<Finding> {
    let wrong: Vec<(Span, i64)> = spans(written)
        .zip(timers::lengths(due))
        .filter_map(|(span, length)| Some((span, length.filter(|&length| length <= 0)?)))
        .collect();
    let &(_, length) = wrong.first()?;
    let what = if length == 0 { "does not wait at all".to_owned() } else { format!("waits {}", words::length(length)) };
    let message = format!("the timer of the step `{}` {what}", step.id.value);
    let mut finding = Finding::new(RULE.name, step.id.span, message);
    for (span, length) in wrong {
        finding = finding.label(span, format!("this is {}", words::length(length)));
    }
    Some(finding.help("say how long to wait, or `always: true` if the step is to be taken at once"))
}

fn spans(written: &TriggerDecl) -> impl Iterator<Item = Span> {
    let one = |value: &crate::syntax::content::ValueDecl| vec![value.span];
    match &written.kind {
        TriggerKind::After(value) | TriggerKind::At(value) | TriggerKind::Every(value, _) => one(value),
        TriggerKind::Gaps(values) => values.iter().map(|value| value.span).collect(),
        TriggerKind::Events(_) | TriggerKind::Always => Vec::new(),
    }
    .into_iter()
}

fn past(case: &Case<'_>, step: &Step, instant: Option<Value>, written: &TriggerDecl) -> Option<Finding> {
    let (Some(Value::Timestamp(at)), Some(now)) = (instant, case.circumstances.now) else {
        return None;
    };
    if at >= now {
        return None;
    }
    let message =
        format!("the instant of the step `{}` is past, so it fires as soon as its state is entered", step.id.value);
    let span = spans(written).next().unwrap_or(step.id.span);
    let finding =
        Finding::new(RULE.name, step.id.span, message).label(span, format!("before {}", time::format_instant(now)));
    Some(finding.help("name an instant that is still to come, or take the step out"))
}
