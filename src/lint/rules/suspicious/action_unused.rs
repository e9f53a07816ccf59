//! `action-unused`: no step asks for it.

use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::unused::Words;
use crate::lint::whole::Whole;
use crate::syntax::declared::Section;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("action-unused"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "An action that no journey asks for.",
    why: "A message that people should get is not sent, or one that nobody wants any more is kept up for nothing.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
actions:
  greet: { sink: crm }
  thank: { sink: crm }
# ^^^^^ action-unused
entry: { triggers: SIGNED_UP }
initial: NEW
states:
  NEW:
    on_entry:
      - greet
    steps:
      - { id: first, triggers: BOUGHT, to: CUSTOMER }
      - { id: give-up, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
actions:
  greet: { sink: crm }
  thank: { sink: crm }
entry: { triggers: SIGNED_UP }
initial: NEW
states:
  NEW:
    on_entry:
      - greet
    steps:
      - { id: first, triggers: BOUGHT, to: CUSTOMER }
      - { id: give-up, after: 30d, to: LOST }
  CUSTOMER:
    final: true
    on_entry:
      - thank
  LOST: { final: true }
```
",
    check: Check::Project(check),
};

const WORDS: Words = Words {
    rule: RULE.name,
    section: Section::Actions,
    lack: "no step asks for the action",
    help: "use it in a step, or remove it",
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    WORDS.report(whole, found);
}
