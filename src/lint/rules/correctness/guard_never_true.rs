//! `guard-never-true`: a guard that can never hold.

use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::{Claims, possible};
use crate::expr::solve::values::Values;
use crate::expr::solve::world::Thing;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::guards::{self, Guard, Owner};
use crate::lint::numbers;
use crate::lint::proofs;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::verdicts::verdict::Possible;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// Among so many guards that never hold it is asked which follow from which.
const MOST: usize = 40;

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
    let all = guards::all(case);
    found.open += all.iter().filter(|guard| guard.verdict.holds == Possible::Unknown).count();
    let is_told = |guard: &Guard<'_>| guard.verdict.is_never() && !numbers::is_rounding(case, guard.decl);
    let never: Vec<Guard<'_>> = all.into_iter().filter(is_told).collect();
    let causes: Vec<Option<usize>> = (0..never.len()).map(|place| cause(case, &never, place)).collect();
    for (place, guard) in never.iter().enumerate() {
        // What follows from another of them is told with that, unless each follows from the other.
        if causes[place].is_some_and(|cause| causes[cause].is_none()) {
            continue;
        }
        let message = format!("{} can never hold", guard.named(&case.machine));
        let mut finding = Finding::new(RULE.name, guard.decl.span(), message);
        let claims = Claims { holds: &[guard.compiled], fails: &[] };
        finding = proofs::why(finding, case, &claims, (&guard.world(case), guard.state(&case.machine)));
        if let Owner::Step(step) = guard.owner {
            finding = proofs::lost(finding, case, step);
        }
        let follows = |other: &usize| causes[*other] == Some(place) && causes[place].is_none();
        for other in (0..never.len()).filter(follows) {
            finding = finding.note(format!("so {} can never hold either", never[other].named(&case.machine)));
        }
        finding = case.definitions().shown(numbers::zeros(finding, guard.decl), guard.decl);
        found.push(finding.help("put the guard right, or take out what it stands before"));
    }
}

/// The guard of a step, by its place among those that `never` hold, because of which the one at `place` does not: if that
/// step could be taken, what it sets would let this one hold.
fn cause(case: &Case<'_>, never: &[Guard<'_>], place: usize) -> Option<usize> {
    let guard = &never[place];
    let Owner::Step(own) = guard.owner else { return None };
    let (claims, ground) = (Claims { holds: &[guard.compiled], fails: &[] }, case.knowledge().ground());
    let is_cause = |other: &Guard<'_>| {
        let Owner::Step(writer) = other.owner else { return false };
        let mut world = guard.world(case);
        let mut slots = case.knowledge().writes(&case.machine, writer).peekable();
        if writer == own || slots.peek().is_none() {
            return false;
        }
        for slot in slots {
            let all = ground.context.get(usize::from(slot)).cloned();
            world.set(Thing::Context(slot), all.unwrap_or_else(Values::any));
        }
        possible(&claims, &world, &mut Budget::default()).witness().is_some()
    };
    if never.len() > MOST { None } else { never.iter().position(is_cause) }
}
