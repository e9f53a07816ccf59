//! `duplicate-id`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{DUPLICATE_ID, Level};

/// The rule.
pub const RULE: Rule = Rule {
    name: DUPLICATE_ID,
    group: Group::Language,
    level: Level::Error,
    catches: "One name for two things of one kind: states, steps, events, actions, journeys; two contracts of one event.",
    why: "Records, migrations and effect keys name things by their id; with two of one name they would name the wrong one.",
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
        to: MIDDLE
      - { id: skip, after: 3d, to: MIDDLE }
  MIDDLE:
    steps:
      - id: begin # again
#           ^^^^^ duplicate-id
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
        to: MIDDLE
      - { id: skip, after: 3d, to: MIDDLE }
  MIDDLE:
    steps:
      - id: finish
        triggers: SIGNED_UP
        to: DONE
      - { id: give-up, after: 30d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Compiler,
};
