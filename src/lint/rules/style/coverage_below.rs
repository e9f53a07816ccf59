//! `coverage-below`: the tests of a journey reach little of it.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{COVERAGE_BELOW, Level};

/// The rule.
pub const RULE: Rule = Rule {
    name: COVERAGE_BELOW,
    group: Group::Style,
    level: Level::Off,
    catches: "A journey of whose states and steps the scenario tests reach fewer than 80 %. `coverage-below` in `[lint.limits]` is another number.",
    why: "What no test reaches, nobody sees break: a timer that stops firing is noticed when a customer asks where the reminder was. The tests of the project are played for it, those of other journeys that this one has a part in too; how they end does not count.",
    bad: r"```yaml
wayfare: 1
journey: welcome
#        ^^^^^^^ coverage-below
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
entry: { triggers: SIGNED_UP }
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
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
entry: { triggers: SIGNED_UP }
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
  - name: who does not is lost
    steps:
      - send: SIGNED_UP
      - wait: 30d
        expect: { state: LOST }
```
",
    check: Check::Compiler,
};
