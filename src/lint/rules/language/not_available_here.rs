//! `not-available-here`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{Level, NOT_AVAILABLE_HERE};

/// The rule.
pub const RULE: Rule = Rule {
    name: NOT_AVAILABLE_HERE,
    group: Group::Language,
    level: Level::Error,
    catches: "An expression that reads `event` where there is none, as in the guard of a timer.",
    why: "A timer fires without an event: the guard could never be answered.",
    bad: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: { payload: { plan: string } }
initial: START
states:
  START:
    steps:
      - id: begin
        after: 3d
        guard: event.payload.plan == "pro"
#              ^^^^^^^^^^^^^ not-available-here
        to: DONE
  DONE: { final: true }
```
"#,
    good: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: { payload: { plan: string } }
context:
  plan: string?
initial: START
states:
  START:
    steps:
      - id: begin
        after: 3d
        guard: ctx.plan == "pro"
        to: DONE
      - { id: plan, triggers: SIGNED_UP, set: { plan: =event.payload.plan } }
  DONE: { final: true }
```
"#,
    check: Check::Compiler,
};
