//! `unbounded-list`: it grows, and nothing ends that.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::lists::bounds::is_unbounded;
use crate::lint::lists::changes::{self, Change};
use crate::lint::lists::tables::Tables;
use crate::lint::rule::{Check, Group, Rule};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::shape::Of;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("unbounded-list"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "A list that is appended to again and again without a bound. None of these is on the way round, a guard \
              on the list or on what counts the rounds, a `without`, a `set` that begins it anew, a step or exit rule \
              that leaves first when the list is full.",
    why: "It is stored for every person and grows for years, until the journey's limits refuse the event.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  VIEWED:
    payload: { sku: string }
context:
  seen: { type: [string], default: [] }
# ^^^^ unbounded-list
initial: START
states:
  START:
    steps:
      - id: viewed
        triggers: VIEWED
        set:
          seen: =ctx.seen + [event.payload.sku]
      - { id: many, after: 30d, guard: ctx.seen.len() > 20, to: KEEN }
      - { id: few, after: 31d, to: DONE }
  KEEN: { final: true }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  VIEWED:
    payload: { sku: string }
context:
  seen: { type: [string], default: [] }
initial: START
states:
  START:
    steps:
      - id: viewed
        triggers: VIEWED
        guard: ctx.seen.len() < 50
        set:
          seen: =ctx.seen + [event.payload.sku]
      - { id: many, after: 30d, guard: ctx.seen.len() > 20, to: KEEN }
      - { id: few, after: 31d, to: DONE }
  KEEN: { final: true }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let is_list = |shape: &Of| matches!(shape, Of::List(_));
    if !case.machine.journey.context.iter().any(|variable| is_list(&variable.shape.of)) {
        return;
    }
    let changes = changes::of(case);
    if !changes.iter().any(|change| change.grows) {
        return;
    }
    let tables = Tables::of(case, &changes);
    let grows = |change: &&Change| change.grows && is_unbounded(case, &tables, change, &changes);
    for (slot, variable) in (0..).zip(&case.machine.journey.context) {
        let mut growing = changes.iter().filter(|change| change.variable == slot).filter(grows).peekable();
        if growing.peek().is_none() {
            continue;
        }
        let name = &variable.name;
        let message = format!("the list `{}` grows without end", name.value);
        let mut finding = Finding::new(RULE.name, name.span, message);
        for change in growing {
            finding = finding.label(change.span, "appended to here, again and again");
        }
        let help =
            format!("bound it: a guard on `ctx.{0}.len()`, or a step on the way round that sets it anew", name.value);
        found.push(finding.help(help));
    }
}
