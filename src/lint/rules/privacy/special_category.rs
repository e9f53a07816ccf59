//! `special-category`: somebody's way is decided by data that the law protects most.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::privacy::brought::into_condition;
use crate::lint::privacy::personal::of_kind;
use crate::lint::privacy::places::all;
use crate::lint::rule::{Check, Group, Rule};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("special-category"),
    group: Group::Privacy,
    level: Level::Warning,
    catches: "A guard, an `if` or another condition that looks at data marked `pii: special`: health, faith, origin \
              and what else the law calls a special category.",
    why: "To treat people differently by such data is forbidden unless they agreed to exactly that; somebody should \
          have decided it, and written down why.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP:
    payload: { pregnant: { type: bool, default: false, pii: special } }
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        guard: event.payload.pregnant
#              ^^^^^^^^^^^^^^^^^^^^^^ special-category
        to: DONE
      - { id: skip, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP:
    payload: { wants_advice: { type: bool, default: false } }
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        guard: event.payload.wants_advice
        to: DONE
      - { id: skip, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

const SPECIAL: &str = "special";

fn check(case: &Case<'_>, found: &mut Found) {
    for decision in all(case).1 {
        let looked = decision.condition.looks_at();
        if looked.is_empty() {
            continue;
        }
        let data = of_kind(&case.machine.journey, &looked, decision.events, &|kind| kind == SPECIAL);
        if data.is_empty() {
            continue;
        }
        let words: Vec<String> = data.iter().map(|one| format!("`{}`", one.words)).collect();
        let message = format!("this decides by {}, data of a special category", words.join(" and "));
        let help = "decide by something else; if the person agreed to this, say so in a comment that allows it";
        let finding = Finding::new(RULE.name, decision.decl.span(), message).help(help);
        found.push(into_condition(finding, case, decision.decl, &data));
    }
}
