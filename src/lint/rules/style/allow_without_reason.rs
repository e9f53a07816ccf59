//! `allow-without-reason`: a comment allows something and does not say why.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{ALLOW_WITHOUT_REASON, Level};

/// The rule.
pub const RULE: Rule = Rule {
    name: ALLOW_WITHOUT_REASON,
    group: Group::Style,
    level: Level::Warning,
    catches: "A comment `# wayfare: allow(rule-name)` with nothing behind it. It silences the finding all the same.",
    why: "Whoever comes next cannot tell a decision from an excuse, and dares neither to keep the comment nor to take it \
          out.",
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
  # wayfare: allow(dead-end-state)
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ allow-without-reason
  WAITING: {}
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
  # wayfare: allow(dead-end-state) support moves them on by hand
  WAITING: {}
  DONE: { final: true }
```
",
    check: Check::Compiler,
};
