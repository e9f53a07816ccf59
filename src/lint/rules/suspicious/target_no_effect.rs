//! `target-no-effect`: it leads where one is already.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::model::ids::StepId;
use crate::model::journey::{StateKind, Trigger};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("target-no-effect"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A target that changes nothing. A step of a state with nothing inside leads to the state itself, without \
              `reenter`; only its `set` and actions run.",
    why: "It looks as if the state began anew; its timers run on, and its `on_entry` does not run again.",
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
      - { id: viewed, triggers: VIEWED, to: START }
#             ^^^^^^ target-no-effect
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
    let machine = &case.machine;
    for (number, step) in machine.journey.steps.iter().enumerate() {
        let decl = case.step_decl(StepId(number as u32));
        let written = &decl.to;
        let itself = !step.to.is_empty() && step.to.iter().all(|&target| target == step.source);
        let atomic = matches!(machine.state(step.source).kind, StateKind::Atomic);
        let eventless = matches!(step.trigger, Trigger::Always);
        let reenters = step.reenter || decl.reenter_hidden;
        if !itself || !atomic || eventless || reenters || written.hidden || written.names.len() > step.to.len() {
            continue;
        }
        let state = &machine.state(step.source).name.value;
        let message =
            format!("the target of the step `{}` changes nothing: one is in `{state}` already", step.id.value);
        let mut finding = Finding::new(RULE.name, step.id.span, message);
        if let Some(target) = written.names.first() {
            finding = finding.label(target.span, "nothing is left or entered");
        }
        found.push(finding.help("say `reenter: true` if the state is to begin anew, or leave `to` out"));
    }
}
