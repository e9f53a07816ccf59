//! `event-unused`: nothing hears it, and nothing brings it about.

use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::unused::Words;
use crate::lint::whole::Whole;
use crate::syntax::declared::Section;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("event-unused"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "An event that nothing listens to and nothing brings about.",
    why: "Whoever sends it believes that something comes of it; most often a step was taken out, or listens to another name.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
  RETURNED: {}
# ^^^^^^^^ event-unused
entry: { triggers: SIGNED_UP }
initial: NEW
states:
  NEW:
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
  RETURNED: {}
entry: { triggers: SIGNED_UP }
exit:
  - { id: returned, triggers: RETURNED }
initial: NEW
states:
  NEW:
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
    section: Section::Events,
    lack: "nothing listens to the event",
    help: "listen to it in a step, or remove it",
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    WORDS.report(whole, found);
}
