//! `unknown-key`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{Level, UNKNOWN_KEY};

/// The rule.
pub const RULE: Rule = Rule {
    name: UNKNOWN_KEY,
    group: Group::Language,
    level: Level::Error,
    catches: "A key that the language does not have.",
    why: "A slip in a key would make the engine pass over what was meant: a guard that is not read lets everybody through.",
    bad: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        gaurd: "true"
#       ^^^^^ unknown-key
        to: DONE
      - { id: give-up, after: 30d, to: DONE }
  DONE: { final: true }
```
"#,
    good: r#"```yaml
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
        triggers: SIGNED_UP
        guard: event.payload.plan == "pro"
        to: DONE
      - { id: give-up, after: 30d, to: DONE }
  DONE: { final: true }
```
"#,
    check: Check::Compiler,
};
