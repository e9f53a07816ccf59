//! `dead-end-state`: nobody can leave it.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::{stuck, words};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("dead-end-state"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "A state that is not final and that nobody can leave.",
    why: "Whoever comes there stays for ever: never completed, never counted as lost.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: WAITING }
      - { id: skip, after: 3d, to: DONE }
  WAITING: {}
# ^^^^^^^ dead-end-state
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: WAITING }
      - { id: skip, after: 3d, to: DONE }
  WAITING:
    steps:
      - { id: give-up, after: 30d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let missed = stuck::missed(case);
    for state in stuck::dead_ends(case) {
        let name = &case.machine.state(state).name;
        let message = format!("nobody can leave the state `{}`", name.value);
        let help = "give it a step that leads on, or say `final: true`";
        let finding = Finding::new(RULE.name, name.span, message).help(help);
        let ends = missed.get(&state).map_or(&[][..], Vec::as_slice);
        let finding = words::labelled(finding, &case.machine, ends, &|name| format!("and no step leads to `{name}`"));
        found.push(finding);
    }
}
