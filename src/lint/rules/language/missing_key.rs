//! `missing-key`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{Level, MISSING_KEY};

/// The rule.
pub const RULE: Rule = Rule {
    name: MISSING_KEY,
    group: Group::Language,
    level: Level::Error,
    catches: "A key that must be there and is not, or a context variable that has neither a default nor a `?`.",
    why: "Without a version nobody can say which people are on which journey; without a default there is no value before the first step.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  VISITED: {}
context:
  visits: { type: int }
#           ^^^^ missing-key
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
