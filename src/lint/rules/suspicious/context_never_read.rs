//! `context-never-read`: nothing reads it.

use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::variables::{Variable, variables};
use crate::lint::whole::Whole;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("context-never-read"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A context variable that nothing reads but to set it again.",
    why: "The journey remembers something of each person and never acts on it: a guard or a message leaves it out, or it is data kept for nothing.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
context:
  plan: { type: string, default: basic }
# ^^^^ context-never-read
entry: { triggers: SIGNED_UP }
initial: NEW
states:
  NEW:
    steps:
      - { id: first, triggers: BOUGHT, set: { plan: plus }, to: CUSTOMER }
      - { id: give-up, after: 30d, to: LOST }
  CUSTOMER:
    steps:
      - { id: again, triggers: BOUGHT, to: LOYAL }
      - { id: rest, after: 30d, to: LOST }
  LOYAL: { final: true }
  LOST: { final: true }
```
",
    good: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
  GIVEN: {}
context:
  plan: { type: string, default: basic }
entry: { triggers: SIGNED_UP }
initial: NEW
states:
  NEW:
    steps:
      - { id: first, triggers: BOUGHT, set: { plan: plus }, to: CUSTOMER }
      - { id: gift, triggers: GIVEN, to: CUSTOMER }
      - { id: give-up, after: 30d, to: LOST }
  CUSTOMER:
    steps:
      - { id: again, triggers: BOUGHT, guard: ctx.plan == "plus", to: LOYAL }
      - { id: rest, after: 30d, to: LOST }
  LOYAL: { final: true }
  LOST: { final: true }
```
"#,
    check: Check::Project(check),
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    for Variable { name, is_set, .. } in variables(whole.usage()).filter(|one| !one.is_read) {
        let what = if is_set { "is set and never read" } else { "is neither set nor read" };
        let message = format!("the variable `{}` {what}", name.value);
        found.push(
            Finding::new(RULE.name, name.span, message).help("read it where it was meant to count, or remove it"),
        );
    }
}
