//! `bad-target`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{BAD_TARGET, Level};

/// The rule.
pub const RULE: Rule = Rule {
    name: BAD_TARGET,
    group: Group::Language,
    level: Level::Error,
    catches: "A target that cannot be one: an `initial` outside its state, two targets in one region, the completion of a state that cannot be completed.",
    why: "Nobody can be in two places of one region, and nobody can begin outside of what is entered.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
initial: OUTER
states:
  OUTER:
    initial: DONE # outside
#            ^^^^ bad-target
    states:
      INNER: {}
    steps:
      - id: leave
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
initial: OUTER
states:
  OUTER:
    initial: INNER
    states:
      INNER: {}
    steps:
      - id: leave
        triggers: SIGNED_UP
        to: DONE
      - { id: give-up, after: 30d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Compiler,
};
