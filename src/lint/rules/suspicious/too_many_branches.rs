//! `too-many-branches`: more cases of one trigger than anybody follows.

use std::collections::BTreeMap;

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::model::ids::{EventId, StateId};
use crate::model::journey::Trigger;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("too-many-branches"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A state with more than 12 steps for one trigger. That is one event, or `always`; `too-many-branches` in \
              `[lint.limits]` is another number.",
    why: "Which of them wins is decided by their order, and nobody can follow so many; a function or a variable says \
          it in one step.",
    bad: r"```yaml
wayfare: 1
journey: feedback
version: 1.0.0
events:
  RATED:
    payload: { stars: int }
context:
  stars: { type: int, default: 0 }
initial: ASKED
states:
  ASKED:
# ^^^^^ too-many-branches
    steps:
      - { id: to-1, triggers: RATED, guard: event.payload.stars == 1, set: { stars: 1 } }
      - { id: to-2, triggers: RATED, guard: event.payload.stars == 2, set: { stars: 2 } }
      - { id: to-3, triggers: RATED, guard: event.payload.stars == 3, set: { stars: 3 } }
      - { id: to-4, triggers: RATED, guard: event.payload.stars == 4, set: { stars: 4 } }
      - { id: to-5, triggers: RATED, guard: event.payload.stars == 5, set: { stars: 5 } }
      - { id: to-6, triggers: RATED, guard: event.payload.stars == 6, set: { stars: 6 } }
      - { id: to-7, triggers: RATED, guard: event.payload.stars == 7, set: { stars: 7 } }
      - { id: to-8, triggers: RATED, guard: event.payload.stars == 8, set: { stars: 8 } }
      - { id: to-9, triggers: RATED, guard: event.payload.stars == 9, set: { stars: 9 } }
      - { id: to-10, triggers: RATED, guard: event.payload.stars == 10, set: { stars: 10 } }
      - { id: to-11, triggers: RATED, guard: event.payload.stars == 11, set: { stars: 11 } }
      - { id: to-12, triggers: RATED, guard: event.payload.stars == 12, set: { stars: 12 } }
      - { id: to-13, triggers: RATED, guard: event.payload.stars == 13, set: { stars: 13 } }
      - { id: good, after: 7d, guard: ctx.stars > 3, to: HAPPY }
      - { id: give-up, after: 8d, to: DONE }
  HAPPY: { final: true }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: feedback
version: 1.0.0
events:
  RATED:
    payload: { stars: int }
context:
  stars: { type: int, default: 0 }
initial: ASKED
states:
  ASKED:
    steps:
      - { id: rated, triggers: RATED, set: { stars: =event.payload.stars } }
      - { id: good, after: 7d, guard: ctx.stars > 3, to: HAPPY }
      - { id: give-up, after: 8d, to: DONE }
  HAPPY: { final: true }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

/// The most steps of one trigger where no config says otherwise.
const MOST: i64 = 12;

fn check(case: &Case<'_>, found: &mut Found) {
    let machine = &case.machine;
    let most = case.limit(RULE.name.0, MOST);
    for (number, state) in machine.journey.states.iter().enumerate() {
        if state.steps.len() as i64 <= most {
            continue;
        }
        if let Some((count, trigger)) = busiest(case, StateId(number as u32)).filter(|&(count, _)| count as i64 > most)
        {
            let of = trigger.map_or("`always` steps".to_owned(), |event| {
                format!("steps for `{}`", machine.journey.events[event.index()].name)
            });
            let message = format!("`{}` has {count} {of}, and {most} are many", state.name.value);
            let help = "say what differs with a function or a variable, or make states of it";
            found.push(Finding::new(RULE.name, state.name.span, message).help(help));
        }
    }
}

/// The trigger for which a state has the most steps, the first of equals, and how many; absent is `always`.
fn busiest(case: &Case<'_>, state: StateId) -> Option<(usize, Option<EventId>)> {
    let mut counts: BTreeMap<Option<EventId>, usize> = BTreeMap::new();
    for &step in &case.machine.state(state).steps {
        match &case.machine.step(step).trigger {
            Trigger::Always => *counts.entry(None).or_default() += 1,
            Trigger::Events(events) => events.iter().for_each(|&event| *counts.entry(Some(event)).or_default() += 1),
            Trigger::Timer(_) => {}
        }
    }
    counts
        .into_iter()
        .map(|(event, count)| (count, event))
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
}
