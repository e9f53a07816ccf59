//! `expression-needs-quotes`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{EXPRESSION_NEEDS_QUOTES, Level};

/// The rule.
pub const RULE: Rule = Rule {
    name: EXPRESSION_NEEDS_QUOTES,
    group: Group::Language,
    level: Level::Error,
    catches: "An expression that YAML reads as something else: `!` makes a tag, ` #` a comment, `: ` a mapping, a quote ends a string.",
    why: "Half of the guard would be lost without a word, and people would take a step that was meant for others.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  VISITED: {}
context:
  visits: { type: int? }
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        guard: !has(ctx.visits)
#              ^^^^^^^^^^^^^^^^ expression-needs-quotes
        to: DONE
      - { id: visit, triggers: VISITED, set: { visits: =(ctx.visits ?? 0) + 1 } }
      - { id: give-up, after: 30d, to: DONE }
  DONE: { final: true }
```
",
    good: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  VISITED: {}
context:
  visits: { type: int? }
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        guard: "!has(ctx.visits)"
        to: DONE
      - { id: visit, triggers: VISITED, set: { visits: =(ctx.visits ?? 0) + 1 } }
      - { id: give-up, after: 30d, to: DONE }
  DONE: { final: true }
```
"#,
    check: Check::Compiler,
};
