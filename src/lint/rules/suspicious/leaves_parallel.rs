//! `leaves-parallel`: a region sends people to another one, and all of them begin anew.

use crate::graph::machine::Machine;
use crate::graph::sets;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::StateKind;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Name;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("leaves-parallel"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A target in another region of the same parallel state. A step or an arm that names a target in every \
              region says what it does, and is none.",
    why: "The whole parallel state is left and entered again: every region that is not named begins anew, its timers \
          too.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  PROFILE_FILLED: {}
  CONFIRMED: {}
initial: BOTH
states:
  BOTH:
    parallel: true
    steps:
      - { id: ready, triggers: done.BOTH, to: DONE }
      - { id: give-up, after: 30d, to: DONE }
    states:
      PROFILE:
        initial: EMPTY
        states:
          EMPTY: { steps: [{ id: filled, triggers: PROFILE_FILLED, to: SURE }, { id: alone, after: 7d, to: FULL }] }
#                                ^^^^^^ leaves-parallel
          FULL: { final: true }
      ADDRESS:
        initial: OPEN
        states:
          OPEN: { steps: [{ id: confirmed, triggers: CONFIRMED, to: SURE }] }
          SURE: { final: true }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  PROFILE_FILLED: {}
  CONFIRMED: {}
initial: BOTH
states:
  BOTH:
    parallel: true
    steps:
      - { id: ready, triggers: done.BOTH, to: DONE }
      - { id: give-up, after: 30d, to: DONE }
    states:
      PROFILE:
        initial: EMPTY
        states:
          EMPTY: { steps: [{ id: filled, triggers: PROFILE_FILLED, to: FULL }] }
          FULL: { final: true }
      ADDRESS:
        initial: OPEN
        states:
          OPEN: { steps: [{ id: confirmed, triggers: [CONFIRMED, PROFILE_FILLED], to: SURE }] }
          SURE: { final: true }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let machine = &case.machine;
    for (number, step) in machine.journey.steps.iter().enumerate() {
        let names = &case.step_decl(StepId(number as u32)).to.names;
        let mover = Mover { what: "step", name: &step.id, targets: names };
        found.findings.extend(finding(machine, step.source, &step.to, &mover));
    }
    for (number, state) in machine.journey.states.iter().enumerate() {
        let (StateKind::Split(split), Some(decl)) = (&state.kind, case.state_decl(StateId(number as u32))) else {
            continue;
        };
        let written = decl.split.iter().flat_map(|split| &split.arms);
        for (arm, decl) in split.arms.iter().zip(written) {
            let mover = Mover { what: "arm", name: &arm.id, targets: &decl.to.names };
            found.findings.extend(finding(machine, StateId(number as u32), &arm.to, &mover));
        }
    }
}

/// What moves people.
struct Mover<'a> {
    what: &'a str,
    name: &'a Name,
    targets: &'a [Name],
}

fn finding(machine: &Machine, source: StateId, to: &[StateId], mover: &Mover<'_>) -> Option<Finding> {
    let (outer, target) = to.iter().find_map(|&target| Some((crossed(machine, source, target)?, target)))?;
    let regions = machine.state(outer).children.iter().filter(|&&child| sets::is_region(&machine.journey, child));
    let is_named = |&region: &StateId| to.iter().any(|&target| target == region || machine.is_inside(region, target));
    if regions.copied().all(|region| is_named(&region)) {
        return None;
    }
    let (outer, target) = (&machine.state(outer).name.value, &machine.state(target).name.value);
    let Mover { what, name, targets } = mover;
    let message = format!("the {what} `{}` leaves all of `{outer}` and enters it again", name.value);
    let finding = Finding::new(RULE.name, name.span, message);
    let written = targets.iter().find(|written| written.value == *target);
    let finding = match written {
        Some(written) => finding.label(written.span, format!("in another region of `{outer}`")),
        None => finding,
    };
    Some(finding.help(format!("let a step of the region of `{target}` hear the same event, or `raise` one for it")))
}

/// The parallel state of which `source` and `target` lie in two regions.
fn crossed(machine: &Machine, source: StateId, target: StateId) -> Option<StateId> {
    let around = |state: StateId, outer: StateId| outer == state || machine.is_inside(outer, state);
    let common = machine.outward(source).find(|&outer| around(target, outer))?;
    let apart = common != source && common != target;
    (apart && matches!(machine.state(common).kind, StateKind::Parallel)).then_some(common)
}
