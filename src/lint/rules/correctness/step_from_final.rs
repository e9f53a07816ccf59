//! `step-from-final`: it ends there, and still a step leads on.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("step-from-final"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "Steps of a final state.",
    why: "Whoever comes to a final state is done; what was to happen afterwards never does.",
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
      - { id: begin, triggers: SIGNED_UP, to: DONE }
      - { id: skip, after: 3d, to: DONE }
  DONE:
    final: true
    steps:
      - { id: again, after: 30d, to: START }
#             ^^^^^ step-from-final
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
      - { id: begin, triggers: SIGNED_UP, to: REST }
      - { id: skip, after: 3d, to: DONE }
  REST:
    steps:
      - { id: again, after: 30d, to: START }
  DONE:
    final: true
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    for state in case.machine.all_states().filter_map(|state| case.state_decl(state)) {
        let (Some(final_key), Some((first, others))) = (state.is_final, state.steps.split_first()) else {
            continue;
        };
        let message = format!("the step `{}` is never taken: `{}` is final", first.id.value, state.id.value);
        let mut finding = Finding::new(RULE.name, first.id.span, message).label(final_key, "here it ends");
        for other in others {
            finding = finding.label(other.id.span, "nor is this one");
        }
        found.push(finding.help(format!("take the steps out, or `final: true` from `{}`", state.id.value)));
    }
}
