//! `guard-always-true`: a guard that always holds.

use crate::expr::solve::question::Claims;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::guards::{self, Owner};
use crate::lint::numbers;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::verdicts::verdict::Possible;
use crate::lint::{proofs, removal, rings, shown, verdicts};
use crate::model::ids::StepId;
use crate::model::journey::Trigger;
use crate::terms::finding::{Finding, Fix};
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("guard-always-true"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A guard that always holds where it is asked.",
    why: "It looks as if somebody were kept out, and nobody is. Either the guard is too much, or it was meant to say something else.",
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
        guard: event.payload.total >= 0.0
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-always-true
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
    for guard in guards::all(case) {
        found.open += usize::from(guard.verdict.fails == Possible::Unknown);
        let told = || {
            goes_round(case, guard.owner) || is_never_asked(case, guard.owner) || numbers::is_rounding(case, guard.decl)
        };
        if !guard.verdict.is_always() || told() {
            continue;
        }
        let span = guard.decl.span();
        let message = format!("{} always holds", guard.named(&case.machine));
        let mut finding = Finding::new(RULE.name, span, message).help("leave the guard out, or say what was meant");
        let claims = Claims { holds: &[], fails: &[guard.compiled] };
        let world = case.knowledge().doubting(guard.world(case));
        finding = proofs::why(finding, case, &claims, (&world, guard.state(&case.machine)));
        finding = follows(finding, case, guard.owner);
        finding = case.definitions().shown(finding, guard.decl);
        let source = case.circumstances.sources.get(span.file.0 as usize);
        if let Some(edit) = source.and_then(|source| removal::of_key(source, "guard", span)) {
            // Not safe: a guard that lets everybody through was most often meant to keep somebody out.
            finding = finding.fix(Fix { message: "leave the guard out".to_owned(), edits: vec![edit], safe: false });
        }
        found.push(finding);
    }
}

/// `finding` with what is only so because the guard always holds, as notes: it has no findings of its own.
fn follows(finding: Finding, case: &Case<'_>, owner: Owner) -> Finding {
    match owner {
        Owner::Step(own) => proofs::follows(finding, case, own),
        Owner::Exit(own) => {
            let outdone = verdicts::of(case).outdone.iter().filter(|(_, rules)| rules.contains(&own));
            let finding = outdone.fold(finding, |finding, (&step, _)| proofs::beaten(finding, case, step));
            let ends = verdicts::of(case).ending.as_ref().is_some_and(|ending| ending.rules.contains(&own));
            if ends { finding.note("so the journey ends for everybody in the very input that enters") } else { finding }
        }
        Owner::Entry | Owner::Goal(_) => finding,
    }
}

/// Whether people go round for ever because the guard of `owner` always holds: that is the worse of the two, and tells of
/// the guard.
fn goes_round(case: &Case<'_>, owner: Owner) -> bool {
    let Owner::Step(own) = owner else { return false };
    matches!(case.machine.step(own).trigger, Trigger::Always)
        && shown::CYCLE.is_shown(case)
        && rings::all(case).0.iter().any(|round| round.follows == Some(own))
}

/// Whether everybody has left by `always` steps before the guard of `owner` could be asked: that is told of those.
fn is_never_asked(case: &Case<'_>, owner: Owner) -> bool {
    let Owner::Step(own) = owner else { return false };
    let verdicts = verdicts::of(case);
    let is_always = |step: StepId| matches!(case.machine.step(step).trigger, Trigger::Always);
    let before = verdicts.late.get(&own).or_else(|| verdicts.shadowed.get(&own));
    !is_always(own) && before.is_some_and(|steps| !steps.is_empty() && steps.iter().all(|&step| is_always(step)))
}
