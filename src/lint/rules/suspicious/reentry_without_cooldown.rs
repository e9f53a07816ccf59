//! `reentry-without-cooldown`: one event after another enters the same person.

use crate::expr::term::Condition;
use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::opening::Opening;
use crate::lint::rule::{Check, Group, Rule};
use crate::model::ids::{EventId, StateId};
use crate::model::journey::{ExitRule, StateKind};
use crate::syntax::lifecycle::Reentry;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("reentry-without-cooldown"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "People may enter again at once. That is `reentry` as `always`, or as `after_end` in a journey that can end \
              in the very input that entered a person.",
    why: "Each further event begins the journey again, with its first messages, however soon it comes.",
    bad: r"```yaml
wayfare: 1
journey: welcome
#        ^^^^^^^ reentry-without-cooldown
version: 1.0.0
events:
  SIGNED_UP: {}
entry: { triggers: SIGNED_UP, reentry: always }
initial: START
states:
  START:
    steps:
      - { id: over, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
entry: { triggers: SIGNED_UP, reentry: { after: 30d } }
initial: START
states:
  START:
    steps:
      - { id: over, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let entry = &case.machine.journey.entry;
    let message = match entry.reentry {
        Reentry::Always => "every entering event begins the journey anew".to_owned(),
        Reentry::AfterEnd => {
            let Some(opening) = Opening::of(case) else { return };
            let Some(event) = entry.triggers.iter().find(|&&event| can_end(case, &opening, event)) else { return };
            let event = &case.machine.journey.events[event.index()].name;
            format!("`{event}` can enter a person and end the journey at once, and the next one enters again")
        }
        _ => return,
    };
    let mut finding = Finding::new(RULE.name, case.document.id.span, message);
    if let Some(written) = case.document.entry.as_ref().and_then(|entry| entry.reentry.as_ref()) {
        finding = finding.label(written.span, "without a pause");
    }
    found.push(finding.help("say how long to wait: `reentry: { after: 30d }`"));
}

/// Whether the journey may be over in the input in which `event` enters a person.
fn can_end(case: &Case<'_>, opening: &Opening<'_, '_>, event: EventId) -> bool {
    let machine = &case.machine;
    let ends = |reached: &dyn Fn(StateId) -> bool| {
        let mut tops = machine.state(Machine::ROOT).children.iter();
        tops.any(|&top| matches!(machine.state(top).kind, StateKind::Final) && reached(top))
    };
    let leaves = |rule: &ExitRule| {
        let guards: Vec<&Condition> = rule.guard.iter().collect();
        rule.triggers.contains(&event) && opening.may_hold(Machine::ROOT, event, &guards, &[])
    };
    if ends(&|top| opening.enters(top)) || machine.journey.exit.iter().any(leaves) {
        return true;
    }
    let led = machine.led_at_once(&opening.steps(event));
    ends(&|top| led[top.index()])
}
