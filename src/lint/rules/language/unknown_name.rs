//! `unknown-name`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{Level, UNKNOWN_NAME};

/// The rule.
pub const RULE: Rule = Rule {
    name: UNKNOWN_NAME,
    group: Group::Language,
    level: Level::Error,
    catches: "A name that nothing has: of a variable, field, function, state, event, action, window, cap, catalog, sink, goal, consent purpose or profile field.",
    why: "A step to a state that is not there would leave people nowhere.",
    bad: r"```yaml
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
        to: DNOE
#           ^^^^ unknown-name
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
    check: Check::Compiler,
};
