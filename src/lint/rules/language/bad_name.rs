//! `bad-name`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{BAD_NAME, Level};

/// The rule.
pub const RULE: Rule = Rule {
    name: BAD_NAME,
    group: Group::Language,
    level: Level::Error,
    catches: "A name outside its pattern, or one that the engine or the expression language keeps for itself.",
    why: "Names end up in records, keys and expressions; one that cannot be written there cannot be asked for.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
context:
  visit-count: { type: int, default: 0 }
# ^^^^^^^^^^^ bad-name
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        to: DONE
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
  visit_count: { type: int, default: 0 }
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        guard: ctx.visit_count > 3
        to: DONE
      - { id: visit, triggers: VISITED, set: { visit_count: =ctx.visit_count + 1 } }
      - { id: give-up, after: 30d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Compiler,
};
