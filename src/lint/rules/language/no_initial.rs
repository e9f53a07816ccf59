//! `no-initial`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{Level, NO_INITIAL};

/// The rule.
pub const RULE: Rule = Rule {
    name: NO_INITIAL,
    group: Group::Language,
    level: Level::Error,
    catches: "A journey or a compound state that does not say where it begins, or a history without a default.",
    why: "A person who enters would be nowhere.",
    bad: r"```yaml
wayfare: 1
journey: welcome
#        ^^^^^^^ no-initial
version: 1.0.0
events:
  SIGNED_UP: {}
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
