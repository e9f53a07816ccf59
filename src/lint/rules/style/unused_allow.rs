//! `unused-allow`: a comment allows what nothing breaks.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{Level, UNUSED_ALLOW};

/// The rule.
pub const RULE: Rule = Rule {
    name: UNUSED_ALLOW,
    group: Group::Style,
    level: Level::Warning,
    catches: "A comment that allows a finding where there is none, or names no rule, or an error of \
              the language, or that is written otherwise than such comments are.",
    why: "What it was written for is long put right. It would hide the next fault of that kind, and nobody would hear \
          of the people who are caught in it.",
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
      - { id: begin, triggers: SIGNED_UP, to: WAITING }
      - { id: skip, after: 3d, to: DONE }
  # wayfare: allow(dead-end-state) support moves them on by hand
#                  ^^^^^^^^^^^^^^ unused-allow
  WAITING:
    steps:
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
      - { id: begin, triggers: SIGNED_UP, to: WAITING }
      - { id: skip, after: 3d, to: DONE }
  WAITING:
    steps:
      - { id: give-up, after: 30d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Compiler,
};
