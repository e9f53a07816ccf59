//! `type-mismatch`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{Level, TYPE_MISMATCH};

/// The rule.
pub const RULE: Rule = Rule {
    name: TYPE_MISMATCH,
    group: Group::Language,
    level: Level::Error,
    catches: "A value of another type than its place asks: an operator, an assignment, a guard that is not `bool`.",
    why: "A comparison of a number with a text is never true, and the step behind it never taken.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  VISITED: {}
context:
  visits: { type: int, default: 0 }
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        guard: ctx.visits
#              ^^^^^^^^^^ type-mismatch
        to: DONE
      - { id: visit, triggers: VISITED, set: { visits: =ctx.visits + 1 } }
      - { id: give-up, after: 30d, to: DONE }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  VISITED: {}
context:
  visits: { type: int, default: 0 }
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        guard: ctx.visits > 0
        to: DONE
      - { id: visit, triggers: VISITED, set: { visits: =ctx.visits + 1 } }
      - { id: give-up, after: 30d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Compiler,
};
