//! `define-unused`: no expression uses it.

use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::idle::idle;
use crate::lint::usage::unused::Words;
use crate::lint::whole::Whole;
use crate::syntax::declared::Section;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("define-unused"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A definition that no expression uses.",
    why: "Whoever changes it believes that the journey changes with it; most often a guard says the same again in its own words.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT:
    payload: { total: number }
define:
  large: event.payload.total > 50.0
# ^^^^^ define-unused
entry: { triggers: SIGNED_UP }
initial: NEW
states:
  NEW:
    steps:
      - { id: first, triggers: BOUGHT, guard: event.payload.total > 50.0, to: CUSTOMER }
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
  BOUGHT:
    payload: { total: number }
define:
  large: event.payload.total > 50.0
entry: { triggers: SIGNED_UP }
initial: NEW
states:
  NEW:
    steps:
      - { id: first, triggers: BOUGHT, guard: large, to: CUSTOMER }
      - { id: give-up, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
",
    check: Check::Project(check),
};

const WORDS: Words = Words {
    rule: RULE.name,
    section: Section::Define,
    lack: "no expression uses the definition",
    help: "use it where it was meant, or remove it",
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    let table = whole.usage();
    for sheet in table.sheets.iter().filter(|sheet| sheet.is_judged) {
        for one in idle(table, sheet).into_iter().filter(|one| one.section == WORDS.section) {
            let finding = WORDS.finding(whole, sheet, one.name);
            let labelled = one.below.into_iter().fold(finding, |finding, name| {
                finding.label(name.span, format!("and so nothing needs `{}`", name.value))
            });
            found.push(labelled);
        }
    }
}
