//! `duplicate-step`: the same step twice.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::proofs;
use crate::lint::removal;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::verdicts;
use crate::terms::finding::{Finding, Fix};
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("duplicate-step"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A step with the same trigger, guard and target as an earlier one of its state.",
    why: "The second never has an effect of its own; whoever changes one of them forgets the other.",
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
        let message = format!("the step `{}` says the same as `{}`", of.id.value, first.id.value);
        let mut finding = Finding::new(RULE.name, of.id.span, message)
            .label(first.id.span, "the same trigger, guard and target")
            .help("take one of them out");
        finding = proofs::lost(finding, case, step);
        let source = case.circumstances.sources.get(of.id.span.file.0 as usize);
        if let Some(edit) = source.and_then(|source| removal::of_item(source, of.id.span)) {
            let message = format!("take `{}` out", of.id.value);
            finding = finding.fix(Fix { message, edits: vec![edit], safe: false });
        }
        found.push(finding);
    }
}
