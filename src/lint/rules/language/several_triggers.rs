//! `several-triggers`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{Level, SEVERAL_TRIGGERS};

/// The rule.
pub const RULE: Rule = Rule {
    name: SEVERAL_TRIGGERS,
    group: Group::Language,
    level: Level::Error,
    catches: "A step with more than one of `triggers`, `after`, `at`, `every` and `always`, or with none.",
    why: "With two it would be open which one has to come; with none the step is never taken.",
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
#           ^^^^^ several-triggers
        triggers: SIGNED_UP
        after: 3d
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
