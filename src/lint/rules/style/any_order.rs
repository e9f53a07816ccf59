//! `any-order`: its keys stand in any order.

use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::said;
use crate::lint::whole::Whole;
use crate::syntax::chart::{StateDecl, StepDecl, TriggerKind};
use crate::syntax::content::ConditionDecl;
use crate::syntax::document::JourneyDocument;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Span;

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

/// A key, and where it or the first of its value stands; nothing where it is not written.
type Place = (&'static str, Option<Span>);

fn check(whole: &Whole<'_>, found: &mut Found) {
    for journey in said::journeys(whole) {
        judge(&of_journey(journey), found);
        journey.steps.iter().for_each(|step| judge(&of_step(step), found));
        let mut open: Vec<&StateDecl> = journey.states.iter().collect();
        while let Some(state) = open.pop() {
            judge(&of_state(state), found);
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

fn of_journey(journey: &JourneyDocument) -> Vec<Place> {
    let declares = &journey.declares;
    vec![
        ("journey", Some(journey.id.span)),
        ("version", journey.version.as_ref().map(|it| it.span)),
        ("title", journey.title.as_ref().map(|it| it.span)),
        ("description", journey.description.as_ref().map(|it| it.span)),
        ("owner", journey.owner.as_ref().map(|it| it.span)),
        ("tags", journey.tags.first().map(|it| it.span)),
        ("uses", journey.uses.first().map(|it| it.span)),
        ("events", declares.events.first().map(|it| it.name.span)),
        ("profile", declares.profile.first().map(|it| it.name.span)),
        ("context", journey.context.first().map(|it| it.name.span)),
        ("define", declares.define.first().map(|it| it.name.span)),
        ("functions", declares.functions.first().map(|it| it.name.span)),
        ("actions", declares.actions.first().map(|it| it.name.span)),
        ("windows", declares.windows.first().map(|it| it.name.span)),
        ("caps", declares.caps.first().map(|it| it.name.span)),
        ("entry", journey.entry.as_ref().map(|it| it.span)),
        ("exit", journey.exit.first().map(|it| it.id.span)),
        ("goals", journey.goals.first().map(|it| it.id.span)),
        ("initial", journey.initial.names.first().map(|it| it.span)),
        ("steps", journey.steps.first().map(|it| it.id.span)),
        ("states", journey.states.first().map(|it| it.id.span)),
        ("migrate", journey.migrate.first().map(|it| it.span)),
    ]
}

fn of_state(state: &StateDecl) -> Vec<Place> {
    vec![
        ("name", state.name.as_ref().map(|it| it.span)),
        ("description", state.description.as_ref().map(|it| it.span)),
        ("tags", state.tags.first().map(|it| it.span)),
        ("initial", state.initial_key),
        ("on_entry", state.on_entry.first().map(|it| it.span)),
        ("on_exit", state.on_exit.first().map(|it| it.span)),
        ("steps", state.steps_key),
        ("states", state.states.first().map(|it| it.id.span)),
    ]
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
