//! `expression-syntax`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{EXPRESSION_SYNTAX, Level};

/// The rule.
pub const RULE: Rule = Rule {
    name: EXPRESSION_SYNTAX,
    group: Group::Language,
    level: Level::Error,
    catches: "An expression that cannot be read.",
    why: "A guard that says nothing lets nobody through.",
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
        guard: ctx.visits > 3 )
#                             ^ expression-syntax
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
        guard: ctx.visits > 3
        to: DONE
      - { id: visit, triggers: VISITED, set: { visits: =ctx.visits + 1 } }
      - { id: give-up, after: 30d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Compiler,
};
