//! `nullable-use`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{Level, NULLABLE_USE};

/// The rule.
pub const RULE: Rule = Rule {
    name: NULLABLE_USE,
    group: Group::Language,
    level: Level::Error,
    catches: "A value that may be missing, used without a test.",
    why: "For everyone for whom it is missing the guard fails, or the input goes to the dead letters.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  VISITED: {}
context:
  visits: int?
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        guard: ctx.visits > 3
#              ^^^^^^^^^^ nullable-use
        to: DONE
      - { id: visit, triggers: VISITED, set: { visits: =(ctx.visits ?? 0) + 1 } }
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
  visits: int?
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        guard: has(ctx.visits) && ctx.visits > 3
        to: DONE
      - { id: visit, triggers: VISITED, set: { visits: =(ctx.visits ?? 0) + 1 } }
      - { id: give-up, after: 30d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Compiler,
};
