//! `guard-never-true`: a guard that can never hold.

use crate::expr::solve::question::Claims;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::guards::{self, Owner};
use crate::lint::numbers;
use crate::lint::proofs;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::verdicts::verdict::Possible;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("guard-never-true"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "A guard that can never hold, whatever the event, the person and the variables are.",
    why: "The step is dead: nobody is ever taken by it, and nobody reaches what only it leads to. Most often a limit or a name is wrong.",
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
      - id: big
        triggers: ORDERED
        guard: event.payload.total > 500.0 && event.payload.total < 100.0
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-never-true
        to: LOYAL
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
        guard: event.payload.total > 100.0 && event.payload.total < 500.0
        to: LOYAL
      - { id: give-up, after: 14d, to: LOST }
  LOYAL: { final: true }
  LOST: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    for guard in guards::all(case) {
        found.open += usize::from(guard.verdict.holds == Possible::Unknown);
        if !guard.verdict.is_never() || numbers::is_rounding(case, guard.decl) {
            continue;
        }
        let message = format!("{} can never hold", guard.named(&case.machine));
        let mut finding = Finding::new(RULE.name, guard.decl.span(), message);
        let claims = Claims { holds: &[guard.compiled], fails: &[] };
        finding = proofs::why(finding, case, &claims, (&guard.world(case), guard.state(&case.machine)));
        if let Owner::Step(step) = guard.owner {
            finding = proofs::lost(finding, case, step);
        }
        finding = case.definitions().shown(numbers::zeros(finding, guard.decl), guard.decl);
        found.push(finding.help("put the guard right, or take out what it stands before"));
    }
}
