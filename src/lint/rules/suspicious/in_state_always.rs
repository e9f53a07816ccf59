//! `in-state-always`: it asks for a state in which everybody is then.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::knowledge::activity::Moment;
use crate::lint::proofs;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::state_tests::{self, StateTest};
use crate::lint::verdicts;
use crate::model::ids::StepId;
use crate::syntax::content::ConditionDecl;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("in-state-always"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "An `in_state(\"X\")` in a place where everybody is in X.",
    why: "The test is always true and decides nothing: a step of a state fires only for people who are in it.",
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
        guard: in_state("TRIAL") && now > state.entered_at + days(3)
#              ^^^^^^^^^^^^^^^^^ in-state-always
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
    for test in state_tests::of(case).into_iter().filter(|test| test.answer) {
        let (asked, owner) = (test.asked, &case.machine.state(test.owner).name.value);
        let message = if owner == asked {
            format!("this is asked in `{asked}` itself, so the test is always true")
        } else {
            format!("whoever is in `{owner}` is in `{asked}` as well, so the test is always true")
        };
        let finding = Finding::new(RULE.name, test.span, message).help("leave the test out");
        let finding = followed(finding, case, &test);
        found.push(test.defined.into_iter().fold(finding, |finding, span| finding.label(span, "the test is here")));
    }
}

/// `finding` with what follows: what is never taken because a guard that asks so always holds.
fn followed(finding: Finding, case: &Case<'_>, test: &StateTest<'_>) -> Finding {
    let Moment::Between(owner) = test.moment else { return finding };
    let stands = |guard: &ConditionDecl| {
        let span = guard.span();
        span.start <= test.span.start && test.span.end <= span.end
    };
    let granted = |step: &&StepId| verdicts::of(case).granted.contains(step);
    let mut steps = case.machine.state(owner).steps.iter().filter(granted);
    let step = steps.find(|&&step| case.step_decl(step).guard.as_ref().is_some_and(stands));
    step.into_iter().fold(finding, |finding, &step| proofs::follows(finding, case, step))
}
