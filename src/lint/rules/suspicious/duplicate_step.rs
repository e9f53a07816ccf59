//! `duplicate-step`: the same step twice.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::proofs;
use crate::lint::removal;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::saying;
use crate::lint::verdicts;
use crate::syntax::chart::StepDecl;
use crate::terms::finding::{Finding, Fix};
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("duplicate-step"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A step with the same trigger, guard and target as an earlier one of its state, which is always taken in its \
              place.",
    why: "What the second sets and does never happens; where that is the same, whoever changes one of them forgets the \
          other.",
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
      - { id: buy, triggers: ORDERED, guard: event.payload.total > 100.0, to: LOYAL }
      - { id: buy-again, triggers: ORDERED, guard: event.payload.total > 100.0, to: LOYAL }
#             ^^^^^^^^^ duplicate-step
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
      - { id: buy, triggers: ORDERED, guard: event.payload.total > 100.0, to: LOYAL }
      - { id: give-up, after: 14d, to: LOST }
  LOYAL: { final: true }
  LOST: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let (machine, verdicts) = (&case.machine, verdicts::of(case));
    for (&step, &earlier) in &verdicts.duplicates {
        let (of, first) = (machine.step(step), machine.step(earlier));
        if !verdicts.reached[of.source.index()] || verdicts.steps[step.index()].is_never() {
            continue;
        }
        let (later, first) = (&of.id, &first.id);
        if later.value == first.value {
            // It is a copy that was left as it is, which `duplicate-id` tells.
            continue;
        }
        let told = |message: String| {
            let finding = Finding::new(RULE.name, later.span, message);
            proofs::lost(finding.label(first.span, "the same trigger, guard and target"), case, step)
        };
        if let Some(differ) = difference(case.step_decl(earlier), case.step_decl(step)) {
            let message = format!("the step `{}` is never taken: `{}` comes first", later.value, first.value);
            let note = format!("`{}` differs in {differ}, and that never happens", later.value);
            found.push(told(message).note(note).help("give them guards that tell them apart, or take one of them out"));
            continue;
        }
        let message = format!("the step `{}` says the same as `{}`", later.value, first.value);
        let mut finding = told(message).help("take one of them out");
        let source = case.circumstances.sources.get(of.id.span.file.0 as usize);
        if let Some(edit) = source.and_then(|source| removal::of_item(source, of.id.span)) {
            let message = format!("take `{}` out", of.id.value);
            finding = finding.fix(Fix { message, edits: vec![edit], safe: false });
        }
        found.push(finding);
    }
}

/// What one step brings about and the other does not.
fn difference(first: &StepDecl, second: &StepDecl) -> Option<&'static str> {
    let sets = saying::of_set(&first.set) != saying::of_set(&second.set);
    let does = saying::of_items(&first.actions) != saying::of_items(&second.actions);
    match (sets, does) {
        (false, false) => None,
        (true, false) => Some("what it sets"),
        (false, true) => Some("what it does"),
        (true, true) => Some("what it sets and does"),
    }
}
