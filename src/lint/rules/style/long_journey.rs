//! `long-journey`: nobody reads it to its end.

use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::said;
use crate::lint::whole::Whole;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("long-journey"),
    group: Group::Style,
    level: Level::Off,
    catches: "A journey of more than 600 lines.",
    why: "What nobody can read at one go nobody can review: parts of it may go into catalogs, or become journeys of their own. `[lint.limits] long-journey` sets another number.",
    bad: r"```yaml
# with `[lint.limits] long-journey = 17`
wayfare: 1
journey: welcome
#        ^^^^^^^ long-journey
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
entry: { triggers: SIGNED_UP }
initial: NEW
states:
  NEW:
    steps:
      - id: first
        triggers: BOUGHT
        to: CUSTOMER
      - id: give-up
        after: 30d
        to: LOST
  CUSTOMER: { final: true }
  LOST: { final: true }
```
",
    good: r"```yaml
# with `[lint.limits] long-journey = 17`
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
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
    check: Check::Project(check),
};

/// How many lines a journey may have.
const LINES: i64 = 600;

fn check(whole: &Whole<'_>, found: &mut Found) {
    let limit = whole.project.config.limits.get(RULE.name.0).copied().unwrap_or(LINES);
    for journey in said::journeys(whole) {
        let Some(source) = whole.circumstances.sources.get(journey.file.0 as usize) else { continue };
        let lines = source.text.lines().count();
        if i64::try_from(lines).is_ok_and(|lines| lines > limit) {
            let id = &journey.id;
            let message = format!("the journey `{}` has {lines} lines, more than {limit}", id.value);
            let help = "move what several journeys share into a catalog, or make two journeys of it";
            found.push(Finding::new(RULE.name, id.span, message).help(help));
        }
    }
}
