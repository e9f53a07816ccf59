//! `context-never-written`: nothing sets it.

use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::variables::{Variable, variables};
use crate::lint::whole::Whole;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("context-never-written"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A context variable that is read and that nothing ever sets.",
    why: "It is the same for everybody for ever, so whatever asks for it always gets one answer; most often a `set` is missing.",
    bad: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
context:
  plan: { type: string, default: basic }
# ^^^^ context-never-written
entry: { triggers: SIGNED_UP }
initial: NEW
states:
  NEW:
    steps:
      - { id: first, triggers: BOUGHT, to: CUSTOMER }
      - { id: give-up, after: 30d, to: LOST }
  CUSTOMER:
    steps:
      - { id: again, triggers: BOUGHT, guard: ctx.plan == "plus", to: LOYAL }
      - { id: rest, after: 30d, to: LOST }
  LOYAL: { final: true }
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
    for Variable { name, begins_missing, .. } in variables(whole.usage()).filter(|one| one.is_read && !one.is_set) {
        let (always, help) = if begins_missing {
            ("is always missing", "set it in a step or on entry, or take out what reads it")
        } else {
            (
                "is always its default",
                "set it in a step or on entry; a value that is always the same is named under `define`",
            )
        };
        let message = format!("nothing sets the variable `{}`, so it {always}", name.value);
        found.push(Finding::new(RULE.name, name.span, message).help(help));
    }
}
