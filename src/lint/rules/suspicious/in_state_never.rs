//! `in-state-never`: it asks for a state in which nobody is then.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::knowledge::activity::Moment;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::state_tests::{self, StateTest};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

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
        found.push(test.defined.into_iter().fold(finding, |finding, span| finding.label(span, "the test is here")));
    }
}

fn message(case: &Case<'_>, test: &StateTest<'_>) -> String {
    let (asked, owner) = (test.asked, &case.machine.state(test.owner).name.value);
    match test.moment {
        Moment::Outside => format!("nobody is in any state here, so `in_state(\"{asked}\")` is always false"),
        Moment::Taking(step) => {
            let step = &case.machine.step(step).id.value;
            format!("nobody is in `{asked}` while the step `{step}` is taken, so the test is always false")
        }
        Moment::Passing(_) => {
            format!("nobody is in `{asked}` while `{owner}` is entered or left, so the test is always false")
        }
        Moment::Between(_) if case.machine.state(test.owner).name.value == asked => {
            format!("`{asked}` only remembers, nobody is ever in it, so the test is always false")
        }
        Moment::Between(_) => format!("nobody is in `{owner}` and in `{asked}` at once, so the test is always false"),
    }
}
