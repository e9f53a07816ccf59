//! `unsupported-language-version`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{Level, UNSUPPORTED_LANGUAGE_VERSION};

/// The rule.
pub const RULE: Rule = Rule {
    name: UNSUPPORTED_LANGUAGE_VERSION,
    group: Group::Language,
    level: Level::Error,
    catches: "A language version that this program does not know.",
    why: "A newer language may give the same words another meaning; running them by the old one would move people wrongly.",
    bad: r"```yaml
wayfare: 9
#        ^ unsupported-language-version
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
