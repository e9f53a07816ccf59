//! `split-weights`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{Level, SPLIT_WEIGHTS};

/// The rule.
pub const RULE: Rule = Rule {
    name: SPLIT_WEIGHTS,
    group: Group::Language,
    level: Level::Error,
    catches: "An experiment whose arms cannot be drawn from: a weight of zero or below, or a single arm.",
    why: "An arm that nobody can get tells nothing, and looks as if it did.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
initial: START
states:
  START:
    split:
      key: =user.id
      salt: welcome
      arms:
        - { id: short, weight: 1, to: LONG }
        - { id: long, weight: 0, to: LONG }
#                             ^ split-weights
  LONG:
    steps:
      - id: finish
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
    split:
      key: =user.id
      salt: welcome
      arms:
        - { id: short, weight: 1, to: LONG }
        - { id: long, weight: 1, to: LONG }
  LONG:
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
