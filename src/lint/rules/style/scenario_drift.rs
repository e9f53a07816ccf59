//! `scenario-drift`: a test names what its journey does not have.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{Level, SCENARIO_DRIFT};

/// The rule.
pub const RULE: Rule = Rule {
    name: SCENARIO_DRIFT,
    group: Group::Style,
    level: Level::Warning,
    catches: "A scenario test that names a state, step, event, action, variable, timer or person that is not there.",
    why: "The journey went on and its test stayed behind: `wayfare test` refuses to play it, so it protects nobody.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
initial: NEW
states:
  NEW:
    steps:
      - { id: first, triggers: BOUGHT, to: CUSTOMER }
      - { id: give-up, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
---
wayfare: 1
scenarios: welcome
tests:
  - name: who buys is a customer
    steps:
      - send: SIGNED_UP
      - send: BUYS
#             ^^^^ scenario-drift
        expect: { state: CLIENT }
#                        ^^^^^^ scenario-drift
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
initial: NEW
states:
  NEW:
    steps:
      - { id: first, triggers: BOUGHT, to: CUSTOMER }
      - { id: give-up, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
---
wayfare: 1
scenarios: welcome
tests:
  - name: who buys is a customer
    steps:
      - send: SIGNED_UP
      - send: BOUGHT
        expect: { state: CUSTOMER }
```
",
    check: Check::Compiler,
};
