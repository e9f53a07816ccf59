//! `too-many-states`: more than anybody keeps in mind.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("too-many-states"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A journey of more than 60 states. Those inside others are counted; `too-many-states` in `[lint.limits]` \
              is another number.",
    why: "Nobody sees at a glance any more what happens to a person; several journeys, or a variable instead of \
          states, stay clear.",
    bad: r"```yaml
wayfare: 1
journey: abroad
#        ^^^^^^ too-many-states
version: 1.0.0
events:
  MOVED: {}
entry: { triggers: MOVED }
initial: ABROAD
states:
  ABROAD:
    parallel: true
    steps: [{ id: over, after: 30d, to: HOME }]
    states: {
      AT: {}, BE: {}, BG: {}, CH: {}, CY: {}, CZ: {}, DE: {}, DK: {}, EE: {}, ES: {},
      FI: {}, FR: {}, GB: {}, GR: {}, HR: {}, HU: {}, IE: {}, IS: {}, IT: {}, LI: {},
      LT: {}, LU: {}, LV: {}, MT: {}, NL: {}, PL: {}, PT: {}, RO: {}, SE: {}, SI: {},
      SK: {}, AL: {}, BA: {}, MD: {}, ME: {}, MK: {}, RS: {}, TR: {}, UA: {}, GE: {},
      AM: {}, US: {}, CA: {}, MX: {}, BR: {}, AR: {}, CL: {}, CO: {}, PE: {}, JP: {},
      KR: {}, CN: {}, IN: {}, ID: {}, MY: {}, SG: {}, TH: {}, VN: {}, AU: {}
    }
  HOME: { final: true }
```
",
    good: r#"```yaml
wayfare: 1
journey: abroad
version: 1.0.0
events:
  MOVED:
    payload: { country: string }
context:
  country: { type: string, default: none }
entry:
  triggers: MOVED
  set: { country: =event.payload.country }
initial: ABROAD
states:
  ABROAD:
    steps:
      - { id: near, after: 30d, guard: ctx.country == "AT", to: HOME }
      - { id: over, after: 60d, to: HOME }
  HOME: { final: true }
```
"#,
    check: Check::Journey(check),
};

/// The most states where no config says otherwise.
const MOST: i64 = 60;

fn check(case: &Case<'_>, found: &mut Found) {
    let (most, count) = (case.limit(RULE.name.0, MOST), case.machine.journey.states.len() as i64 - 1);
    if count > most {
        let message = format!("the journey has {count} states, and {most} are many");
        let help = "make several journeys of it, or say with a variable what differs between states";
        found.push(Finding::new(RULE.name, case.document.id.span, message).help(help));
    }
}
