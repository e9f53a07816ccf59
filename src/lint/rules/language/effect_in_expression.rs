//! `effect-in-expression`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{EFFECT_IN_EXPRESSION, Level};

/// The rule.
pub const RULE: Rule = Rule {
    name: EFFECT_IN_EXPRESSION,
    group: Group::Language,
    level: Level::Error,
    catches: "An assignment, a loop or a closure in an expression.",
    why: "An expression is asked, often more than once; if it changed something, the answer would depend on how often.",
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
        guard: ctx.visits = 3
#                         ^ effect-in-expression
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
        guard: ctx.visits == 3
        to: DONE
      - { id: visit, triggers: VISITED, set: { visits: =ctx.visits + 1 } }
      - { id: give-up, after: 30d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Compiler,
};
