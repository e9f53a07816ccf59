//! `cap-unused`: no action counts against it.

use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::unused::Words;
use crate::lint::whole::Whole;
use crate::syntax::declared::Section;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("cap-unused"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A shared cap that no action counts against.",
    why: "A limit that nothing counts against stops nothing: people get more messages than somebody promised.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
caps:
  weekly: { max: 3, per: 7d }
# ^^^^^^ cap-unused
actions:
  greet: { sink: crm }
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
caps:
  weekly: { max: 3, per: 7d }
actions:
  greet: { sink: crm, cap: weekly }
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
    check: Check::Project(check),
};

const WORDS: Words = Words {
    rule: RULE.name,
    section: Section::Caps,
    lack: "no action counts against the cap",
    help: "name it in the `cap` of an action, or remove it",
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    WORDS.report(whole, found);
}
