//! `action-params`: found while a file is read and compiled.

use crate::lint::rule::{Check, Group, Rule};
use crate::terms::rule::{ACTION_PARAMS, Level};

/// The rule.
pub const RULE: Rule = Rule {
    name: ACTION_PARAMS,
    group: Group::Language,
    level: Level::Error,
    catches: "A parameter of an action, a function or an event that is missing, unknown or of the wrong type.",
    why: "A message without its template is a message that nobody can read.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
actions:
  send_mail:
    params: { template: string }
    basis: contract
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        actions:
          - send_mail: { template: 3 }
#                                  ^ action-params
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
actions:
  send_mail:
    params: { template: string }
    basis: contract
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        actions:
          - send_mail: { template: hello }
        to: DONE
      - { id: give-up, after: 30d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Compiler,
};
