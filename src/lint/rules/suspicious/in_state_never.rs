//! `in-state-never`: it asks for a state in which nobody is then.

use crate::expr::solve::values::Values;
use crate::expr::solve::world::Thing;
use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::knowledge::activity::Moment;
use crate::lint::proofs;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::state_tests::{self, StateTest};
use crate::lint::verdicts;
use crate::lint::verdicts::asking::{asked, is_whole};
use crate::lint::verdicts::verdict::Dead;
use crate::model::ids::StepId;
use crate::model::journey::{Goal, GoalBy, StateKind};
use crate::syntax::content::ConditionDecl;
use crate::syntax::lifecycle::GoalDecl;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Name;
use crate::terms::value::Value;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("in-state-never"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "An `in_state(\"X\")` in a place where nobody can be in X.",
    why: "The test is always false: what depends on it happens to nobody. `in_state` is for a state of another region, or one further inside.",
    bad: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: TRIAL }
      - { id: forget, after: 30d, to: LOST }
  TRIAL:
    steps:
      - id: buy
        triggers: BOUGHT
        guard: in_state("START") || now > state.entered_at + days(3)
#              ^^^^^^^^^^^^^^^^^ in-state-never
        to: CUSTOMER
      - { id: end, after: 14d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
"#,
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: TRIAL }
      - { id: forget, after: 30d, to: LOST }
  TRIAL:
    steps:
      - id: buy
        triggers: BOUGHT
        guard: now > state.entered_at + days(3)
        to: CUSTOMER
      - { id: end, after: 14d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    for test in state_tests::of(case).into_iter().filter(|test| !test.answer) {
        let finding = Finding::new(RULE.name, test.span, message(case, &test)).help(
            "ask for a state that can be active at the same time, one of another region say, or leave the test out",
        );
        let finding = followed(finding, case, &test);
        found.push(test.defined.into_iter().fold(finding, |finding, span| finding.label(span, "the test is here")));
    }
}

fn message(case: &Case<'_>, test: &StateTest<'_>) -> String {
    let (asked, owner) = (test.asked, &case.machine.state(test.owner).name.value);
    let state = case.machine.state_named(asked);
    if state.is_some_and(|state| matches!(case.machine.state(state).kind, StateKind::History(..))) {
        return format!("`{asked}` only remembers, nobody is ever in it, so the test is always false");
    }
    match test.moment {
        Moment::Outside => format!("nobody is in any state here, so `in_state(\"{asked}\")` is always false"),
        Moment::Taking(step) => {
            let step = &case.machine.step(step).id.value;
            format!("nobody is in `{asked}` while the step `{step}` is taken, so the test is always false")
        }
        Moment::Passing(_) => {
            format!("nobody is in `{asked}` while `{owner}` is entered or left, so the test is always false")
        }
        Moment::Between(Machine::ROOT) => {
            format!("the journey is over for whoever is in `{asked}`, so the test is always false")
        }
        Moment::Between(_) => format!("nobody is in `{owner}` and in `{asked}` at once, so the test is always false"),
    }
}

/// `finding` with what follows: what is never reached because a guard asks in vain.
fn followed(finding: Finding, case: &Case<'_>, test: &StateTest<'_>) -> Finding {
    let stands = |guard: &ConditionDecl| {
        let span = guard.span();
        span.start <= test.span.start && test.span.end <= span.end
    };
    let (machine, verdicts) = (&case.machine, verdicts::of(case));
    if let Moment::Between(owner) = test.moment {
        let dead = |step: &&StepId| verdicts.dead.get(step) == Some(&Dead::StateTest);
        let mut steps = machine.state(owner).steps.iter().filter(dead);
        let step = steps.find(|&&step| case.step_decl(step).guard.as_ref().is_some_and(stands));
        if let Some(&step) = step {
            return proofs::lost(finding, case, step);
        }
        let vain = |goal: &&GoalDecl| goal.guard.as_ref().is_some_and(stands) && is_vain(case, &goal.id, test);
        if let Some(goal) = case.document.goals.iter().find(vain) {
            return finding.note(format!("so nobody ever reaches the goal `{}`", goal.id.value));
        }
    }
    finding
}

/// Whether the guard of a goal never holds because of `test`.
fn is_vain(case: &Case<'_>, id: &Name, test: &StateTest<'_>) -> bool {
    let machine = &case.machine;
    let goal = machine.journey.goals.iter().find(|goal| goal.id == *id);
    let (Some(Goal { by: GoalBy::Events(events, Some(guard)), .. }), Some(state)) =
        (goal, machine.state_named(test.asked))
    else {
        return false;
    };
    let world = case.knowledge().world_anywhere(machine, events);
    let world = world.with(Thing::InState(state.0), Values::one(&Value::Bool(false)));
    is_whole(guard) && asked((machine, &[]), &[guard], &[], &world).is_no()
}
