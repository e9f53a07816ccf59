//! `integer-division`: found while a file is compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{INTEGER_DIVISION, Level};

/// The rule.
pub const RULE: Rule = Rule {
    name: INTEGER_DIVISION,
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "`/` of two ints, which gives an int.",
    why: "`5 / 2` is 2: the average of two ratings is a whole one, and half of the people who should get an offer get \
          none. `floor(a / b)` says that this is meant; two literals that leave no rest need not say it.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  RATED:
    payload: { sum: int, count: { type: int, min: 1 } }
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: RATED
        guard: event.payload.sum / event.payload.count >= 4
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ integer-division
        to: DONE
      - { id: skip, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  RATED:
    payload: { sum: int, count: { type: int, min: 1 } }
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: RATED
        guard: event.payload.sum * 1.0 / event.payload.count >= 4.0
        to: DONE
      - { id: skip, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Compiler,
};
