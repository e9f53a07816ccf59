//! `window-unused`: nothing waits for it.

use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::unused::Words;
use crate::lint::whole::Whole;
use crate::syntax::declared::Section;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("window-unused"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A window that no action and no timer waits for.",
    why: "Quiet hours that nothing keeps protect nobody: somebody believes that messages wait for the morning, and they do not.",
    bad: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
windows:
  daytime: { from: "08:00", to: "20:00" }
# ^^^^^^^ window-unused
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
"#,
    good: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
windows:
  daytime: { from: "08:00", to: "20:00" }
actions:
  greet: { sink: crm, window: daytime }
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
"#,
    check: Check::Project(check),
};

const WORDS: Words = Words {
    rule: RULE.name,
    section: Section::Windows,
    lack: "nothing waits for the window",
    help: "name it in the `window` of an action or the `within` of a timer, or remove it",
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    WORDS.report(whole, found);
}
