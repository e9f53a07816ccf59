//! `yaml-syntax`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{Level, YAML_SYNTAX};

/// The rule.
pub const RULE: Rule = Rule {
    name: YAML_SYNTAX,
    group: Group::Language,
    level: Level::Error,
    catches: "A file that is not YAML: a tab as indent, a bad indent, a key that is there twice, too many aliases, too deep a nesting.",
    why: "What cannot be read cannot run, and of a key that is there twice one would be lost without a word.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
title: Welcome
title: Hello
#^^^^ yaml-syntax
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
title: Hello
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
