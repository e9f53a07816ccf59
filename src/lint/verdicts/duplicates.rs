//! Steps of one state that say the same as an earlier one: trigger, guard and target.

use std::collections::BTreeMap;

use crate::expr::pins::Pins;
use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::{Verdict, equivalent};
use crate::expr::term::Condition;
use crate::lint::case::Case;
use crate::lint::saying;
use crate::lint::verdicts::asking::is_certain;
use crate::lint::verdicts::lateness::leaves_for_good;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::Trigger;
use crate::syntax::chart::{StepDecl, TriggerKind};
use crate::terms::span::Span;

/// With so many earlier ones a step is compared whose guard is written otherwise, the nearest first.
const MOST: usize = 32;

/// Each such step, with the earlier one.
pub fn of(case: &Case<'_>, connected: &[bool]) -> BTreeMap<StepId, StepId> {
    let mut found = BTreeMap::new();
    for (number, state) in case.machine.journey.states.iter().enumerate() {
        if state.steps.len() < 2 || !connected[number] {
            continue;
        }
        let mut known: BTreeMap<Said<'_>, Alike<'_>> = BTreeMap::new();
        for &step in state.steps.iter().filter(|&&step| is_certain(case, step)) {
            let alike = known.entry(Said::of(case, step)).or_default();
            found.extend(alike.earlier_or_add(case, (StateId(number as u32), step)).map(|earlier| (step, earlier)));
        }
    }
    found
}

/// Steps of one state that say the same beside their guards.
#[derive(Default)]
struct Alike<'c> {
    /// By what is written of their guards.
    written: BTreeMap<Option<String>, StepId>,
    guarded: Vec<(StepId, &'c Condition, Pins<'c>)>,
}

impl<'c> Alike<'c> {
    /// One of them whose guard says the same as that of `step`; where there is none, `step` becomes one of them.
    fn earlier_or_add(&mut self, case: &'c Case<'_>, (state, step): (StateId, StepId)) -> Option<StepId> {
        let written = written(case, step);
        let earlier = self.written.get(&written).copied().or_else(|| self.equivalent(case, state, step));
        if earlier.is_none() {
            self.written.entry(written).or_insert(step);
            self.guarded.extend(case.machine.step(step).guard.as_ref().map(|guard| (step, guard, guard.pins())));
        }
        earlier
    }

    fn equivalent(&self, case: &'c Case<'_>, state: StateId, step: StepId) -> Option<StepId> {
        let own = case.machine.step(step);
        let guard = own.guard.as_ref().filter(|_| !self.guarded.is_empty())?;
        let pins = guard.pins();
        let near = self.guarded.iter().rev().filter(|(.., other)| !pins.exclude(other)).take(MOST);
        let world = case.knowledge().world(&case.machine, state, &own.trigger);
        let same = |other: &Condition| equivalent(other, guard, &world, &mut Budget::default()) == Verdict::Always;
        near.filter(|(_, other, _)| same(other)).map(|(earlier, ..)| *earlier).min()
    }
}

/// What is written of the guard of a step, its blanks evened out.
fn written(case: &Case<'_>, step: StepId) -> Option<String> {
    case.step_decl(step).guard.as_ref().map(|guard| slice(case, guard.span()))
}

/// What a step says beside its guard.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Said<'c> {
    on: On<'c>,
    to: &'c [StateId],
    reenter: bool,
}

/// What fires a step.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum On<'c> {
    Events(&'c [EventId]),
    Always,
    /// What is written of it; where it may leave its state as it is also what it does, since both are taken.
    Timer(String),
}

impl<'c> Said<'c> {
    fn of(case: &'c Case<'_>, id: StepId) -> Self {
        let step = case.machine.step(id);
        let on = match &step.trigger {
            Trigger::Events(events) => On::Events(events),
            Trigger::Always => On::Always,
            Trigger::Timer(_) => {
                let mut text = timer(case, case.step_decl(id));
                if !leaves_for_good(&case.machine, id) {
                    text.push_str(&content(case, id));
                }
                On::Timer(text)
            }
        };
        Self { on, to: &step.to, reenter: step.reenter }
    }
}

/// What a step sets and does.
pub fn content(case: &Case<'_>, step: StepId) -> String {
    let decl = case.step_decl(step);
    [saying::of_set(&decl.set), saying::of_items(&decl.actions)].concat()
}

fn timer(case: &Case<'_>, decl: &StepDecl) -> String {
    let Some(trigger) = &decl.trigger else { return String::new() };
    let mut text = match &trigger.kind {
        TriggerKind::After(due) => format!("after {}", slice(case, due.span)),
        TriggerKind::At(due) => format!("at {}", slice(case, due.span)),
        TriggerKind::Every(due, times) => {
            format!("every {} {:?}", slice(case, due.span), times.as_ref().map(|times| times.value))
        }
        TriggerKind::Gaps(gaps) => {
            gaps.iter().fold("gaps".to_owned(), |text, gap| text + " " + slice(case, gap.span).as_str())
        }
        TriggerKind::Events(_) | TriggerKind::Always => String::new(),
    };
    if let Some(window) = &trigger.within {
        text.push_str(" within ");
        text.push_str(&window.value);
    }
    text
}

/// The text of a place, its blanks evened out.
fn slice(case: &Case<'_>, span: Span) -> String {
    let source = case.circumstances.sources.get(span.file.0 as usize);
    let text = source.map_or("", |source| source.slice(span));
    let mut words = text.split_whitespace();
    let mut even = words.next().unwrap_or_default().to_owned();
    for word in words {
        even.push(' ');
        even.push_str(word);
    }
    even
}
