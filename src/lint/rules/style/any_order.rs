//! `any-order`: its keys stand in any order.

use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::said;
use crate::lint::whole::Whole;
use crate::syntax::chart::{StateDecl, StepDecl, TriggerKind};
use crate::syntax::content::ConditionDecl;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::{Name, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("any-order"),
    group: Group::Style,
    level: Level::Off,
    catches: "A file, state or step whose keys stand in another order.",
    why: "Who reviews many journeys finds everything where it always is: who and what it is, when, what it does, where it leads. The order is that of the language's pages.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
entry: { triggers: SIGNED_UP }
initial: NEW
states:
  NEW:
    steps:
      - id: first
        to: CUSTOMER
        triggers: BOUGHT
#       ^^^^^^^^ any-order
      - { id: give-up, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
entry: { triggers: SIGNED_UP }
initial: NEW
states:
  NEW:
    steps:
      - id: first
        triggers: BOUGHT
        to: CUSTOMER
      - { id: give-up, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
",
    check: Check::Project(check),
};

/// A key, and where it (of a step, its value) stands; nothing where it is not written.
type Place = (&'static str, Option<Span>);

fn check(whole: &Whole<'_>, found: &mut Found) {
    for journey in said::journeys(whole) {
        judge(&places(&JOURNEY, &journey.keys), found);
        journey.steps.iter().for_each(|step| judge(&of_step(step), found));
        let mut open: Vec<&StateDecl> = journey.states.iter().collect();
        while let Some(state) = open.pop() {
            judge(&places(&STATE, &state.keys), found);
            state.steps.iter().for_each(|step| judge(&of_step(step), found));
            open.extend(&state.states);
        }
    }
}

/// Reports the first key that stands behind one that it belongs before.
fn judge(places: &[Place], found: &mut Found) {
    let mut last: Option<(&str, Span)> = None;
    for &(key, span) in places {
        let Some(span) = span else { continue };
        match last {
            Some((before, earlier)) if span.start < earlier.start => {
                let message = format!("`{before}` stands behind `{key}`");
                let help = format!("put `{before}` before `{key}`, as in all other files");
                found
                    .push(Finding::new(RULE.name, earlier, message).label(span, format!("`{key}` is here")).help(help));
                return;
            }
            _ => last = Some((key, span)),
        }
    }
}

/// The keys of a file, as they come in all others.
const JOURNEY: [&str; 23] = [
    "journey",
    "version",
    "title",
    "description",
    "owner",
    "tags",
    "uses",
    "events",
    "profile",
    "context",
    "define",
    "functions",
    "actions",
    "windows",
    "caps",
    "entry",
    "exit",
    "goals",
    "identity",
    "initial",
    "steps",
    "states",
    "migrate",
];

/// Those of a state.
const STATE: [&str; 8] = ["name", "description", "tags", "initial", "on_entry", "on_exit", "steps", "states"];

/// Where each of the keys stands that should come in this order.
fn places(order: &[&'static str], keys: &[Name]) -> Vec<Place> {
    let place = |key: &&'static str| (*key, keys.iter().find(|known| known.value == **key).map(|known| known.span));
    order.iter().map(place).collect()
}

fn of_step(step: &StepDecl) -> Vec<Place> {
    let trigger = step.trigger.as_ref();
    vec![
        ("id", Some(step.id.span)),
        ("name", step.name.as_ref().map(|it| it.span)),
        ("description", step.description.as_ref().map(|it| it.span)),
        (trigger.map_or("triggers", |it| key(&it.kind)), trigger.map(|it| it.key)),
        ("guard", step.guard.as_ref().map(ConditionDecl::span)),
        ("set", step.set.first().map(|it| it.variable.span)),
        ("actions", step.actions.first().map(|it| it.span)),
        ("to", step.to.names.first().map(|it| it.span)),
    ]
}

const fn key(trigger: &TriggerKind) -> &'static str {
    match trigger {
        TriggerKind::Events(_) => "triggers",
        TriggerKind::After(_) => "after",
        TriggerKind::At(_) => "at",
        TriggerKind::Every(..) | TriggerKind::Gaps(_) => "every",
        TriggerKind::Always => "always",
    }
}
