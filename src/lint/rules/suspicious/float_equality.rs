//! `float-equality`: found while a file is compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{FLOAT_EQUALITY, Level};

/// The rule.
pub const RULE: Rule = Rule {
    name: FLOAT_EQUALITY,
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "`==` or `!=` between numbers of which one was computed, or is a fraction that no float is exactly, such \
              as `19.99`.",
    why: "Numbers with a point are rounded: three payments of a third do not make one, and the step behind the \
          comparison is never taken. Whole numbers, halves and quarters may be compared, and so may two numbers as \
          they came.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  PAID:
    payload: { net: number, gross: number }
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: PAID
        guard: event.payload.net * 1.2 == event.payload.gross
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ float-equality
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
  PAID:
    payload: { net: number, gross: number }
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: PAID
        guard: abs(event.payload.net * 1.2 - event.payload.gross) < 0.005
        to: DONE
      - { id: skip, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Compiler,
};
