//! `constant-expression`: an `if` with one possible answer.

use crate::expr::solve::question::{Answer, Claims};
use crate::lint::branches;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::numbers;
use crate::lint::proofs;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::verdicts::asking::{asked, is_whole};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("constant-expression"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "An `if` that always holds or never does.",
    why: "One of its two lists is never run, and nobody sees that from the file.",
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
actions:
  give_points:
    sink: crm
    params: { points: int }
    basis: contract
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: SHOP }
      - { id: forget, after: 30d, to: LOST }
  SHOP:
    steps:
      - id: buy
        triggers: ORDERED
        actions:
          - if: event.payload.total >= 0.0
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^ constant-expression
            then: [give_points: { points: 10 }]
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
actions:
  give_points:
    sink: crm
    params: { points: int }
    basis: contract
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: SHOP }
      - { id: forget, after: 30d, to: LOST }
  SHOP:
    steps:
      - id: buy
        triggers: ORDERED
        actions:
          - give_points: { points: 10 }
        to: LOYAL
      - { id: give-up, after: 14d, to: LOST }
  LOYAL: { final: true }
  LOST: { final: true }
```
",
    check: Check::Journey(check),
};

const ALWAYS: &str = "say what is always done without the `if`, or put the condition right";
const NEVER: &str = "put the condition right, or take the `if` out and leave what stands under `else`";

fn check(case: &Case<'_>, found: &mut Found) {
    for branch in branches::all(case) {
        if !is_whole(branch.compiled) {
            continue;
        }
        let (anywhere, one) = ((&case.machine, &[][..]), [branch.compiled]);
        let (never, always) = (Claims { holds: &one, fails: &[] }, Claims { holds: &[], fails: &one });
        let (holds, fails) = (
            asked(anywhere, &one, &[], &branch.world),
            asked(anywhere, &[], &one, &case.knowledge().doubting(branch.world.clone())),
        );
        let (said, claims, help) = match (&holds, &fails) {
            (Answer::No, _) => ("never holds, so what stands under `then` is never done", never, NEVER),
            (_, Answer::No) => ("always holds, so there is nothing to decide", always, ALWAYS),
            (Answer::Unknown, _) | (_, Answer::Unknown) => {
                found.open += 1;
                continue;
            }
            _ => continue,
        };
        if numbers::is_rounding(case, branch.decl) {
            continue;
        }
        let finding = Finding::new(RULE.name, branch.decl.span(), format!("this `if` {said}"));
        let world = match &holds {
            Answer::No => branch.world.clone(),
            _ => case.knowledge().doubting(branch.world.clone()),
        };
        let finding = proofs::why(finding, case, &claims, (&world, branch.state));
        let finding = case.definitions().shown(numbers::zeros(finding, branch.decl), branch.decl);
        found.push(finding.help(help));
    }
}
