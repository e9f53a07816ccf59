//! `reenter-no-effect`: it is to enter a state again, and does not.

use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::model::ids::StepId;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("reenter-no-effect"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "`reenter` on a step without `to`. Such a step stays, so nothing is left or entered.",
    why: "Whoever wrote it wanted timers to start anew and `on_entry` to run again; neither happens.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  VIEWED: {}
entry: { triggers: SIGNED_UP }
initial: START
states:
  START:
    steps:
      - { id: viewed, triggers: VIEWED, reenter: true }
#             ^^^^^^ reenter-no-effect
      - { id: give-up, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  VIEWED: {}
entry: { triggers: SIGNED_UP }
initial: START
states:
  START:
    steps:
      - { id: viewed, triggers: VIEWED, to: START, reenter: true }
      - { id: give-up, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    for (number, step) in case.machine.journey.steps.iter().enumerate() {
        let decl = case.step_decl(StepId(number as u32));
        let stays = decl.to.names.is_empty() && decl.to.guessed.is_empty() && !decl.to.hidden;
        if let Some(key) = decl.reenter.filter(|_| stays) {
            let message = format!("`reenter` of the step `{}` does nothing: it has no `to`", step.id.value);
            let name = &case.machine.state(step.source).name.value;
            let help = if step.source == Machine::ROOT {
                "say which state is entered with `to`, or take `reenter` out".to_owned()
            } else {
                format!("say `to: {name}` as well, or take `reenter` out")
            };
            found.push(Finding::new(RULE.name, step.id.span, message).label(key, "without effect").help(help));
        }
    }
}
