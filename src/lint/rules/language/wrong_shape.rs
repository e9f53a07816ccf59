//! `wrong-shape`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{Level, WRONG_SHAPE};

/// The rule.
pub const RULE: Rule = Rule {
    name: WRONG_SHAPE,
    group: Group::Language,
    level: Level::Error,
    catches: "A value of another shape than its key asks: a list where a name belongs, a duration that is none.",
    why: "A wait of `3 days` that is read as no wait at all would send a reminder at once.",
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
        after: 3 days
#              ^^^^^^ wrong-shape
        to: DONE
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
        after: 3d
        to: DONE
  DONE: { final: true }
```
",
    check: Check::Compiler,
};
