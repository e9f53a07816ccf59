//! `parallel-never-done`: somebody waits for a completion that cannot come.

use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::endless::{self, Endless};
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("parallel-never-done"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "A parallel state that somebody waits for is never done. A step listens to its `done`, and one of its \
              regions has no final state.",
    why: "A parallel state is done when all its regions are; one that never ends keeps everybody there.",
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
# ^^^^ parallel-never-done
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
          OPEN: { steps: [{ id: confirmed, triggers: CONFIRMED, to: SURE }] }
          SURE: {}
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
          OPEN: { steps: [{ id: confirmed, triggers: CONFIRMED, to: SURE }] }
          SURE: { final: true }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    found.findings.extend(endless::all(case).iter().filter_map(|endless| finding(&case.machine, endless)));
}

fn finding(machine: &Machine, endless: &Endless) -> Option<Finding> {
    endless.regions.first()?;
    let name = &machine.state(endless.state).name;
    let message = format!("`{}` is never done, and a step waits for it", name.value);
    let mut finding = Finding::new(RULE.name, name.span, message);
    for &region in &endless.regions {
        let name = &machine.state(region).name;
        finding = finding.label(name.span, format!("`{}` has no final state", name.value));
    }
    let finding = finding.label(endless.listener, "waits for ever");
    Some(finding.help("give each region a final state, or wait for something else"))
}
