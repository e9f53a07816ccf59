//! Steps of one state that say the same as an earlier one: trigger, guard and target.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::expr::pins::Pins;
use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::{Verdict, equivalent};
use crate::expr::term::Condition;
use crate::lint::case::Case;
use crate::lint::saying;
use crate::lint::verdicts::asking::is_certain;
use crate::lint::verdicts::lateness::leaves_for_good;
use crate::model::ids::{StateId, StepId};
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
        let mut known: BTreeMap<String, Alike<'_>> = BTreeMap::new();
        for &step in state.steps.iter().filter(|&&step| is_certain(case, step)) {
            let alike = known.entry(said(case, step)).or_default();
            match alike.earlier(case, StateId(number as u32), step) {
                Some(earlier) => drop(found.insert(step, earlier)),
                None => alike.add(case, step),
            }
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
    /// One of them whose guard says the same as that of `step`.
    fn earlier(&self, case: &'c Case<'_>, state: StateId, step: StepId) -> Option<StepId> {
        if let Some(&earlier) = self.written.get(&written(case, step)) {
            return Some(earlier);
        }
        let own = case.machine.step(step);
        let guard = own.guard.as_ref()?;
        let pins = guard.pins();
        let near = self.guarded.iter().rev().filter(|(.., other)| !pins.exclude(other)).take(MOST);
        let world = case.knowledge().world(&case.machine, state, &own.trigger);
        let same = |other: &Condition| equivalent(other, guard, &world, &mut Budget::default()) == Verdict::Always;
        near.filter(|(_, other, _)| same(other)).map(|(earlier, ..)| *earlier).min()
    }

    fn add(&mut self, case: &'c Case<'_>, step: StepId) {
        self.written.entry(written(case, step)).or_insert(step);
        if let Some(guard) = &case.machine.step(step).guard {
            self.guarded.push((step, guard, guard.pins()));
        }
    }
}

/// What is written of the guard of a step, its blanks evened out.
fn written(case: &Case<'_>, step: StepId) -> Option<String> {
    case.step_decl(step).guard.as_ref().map(|guard| slice(case, guard.span()))
}

/// What a step says beside its guard; of a timer that may leave its state as it is also what it does, since both are
/// taken.
fn said(case: &Case<'_>, id: StepId) -> String {
    let (step, decl) = (case.machine.step(id), case.step_decl(id));
    let mut text = format!("{:?} {}", step.to, step.reenter);
    match &step.trigger {
        Trigger::Events(events) => {
            let _ = write!(text, " on {events:?}");
        }
        Trigger::Always => text.push_str(" always"),
        Trigger::Timer(_) => timer(case, decl, &mut text),
    }
    if matches!(step.trigger, Trigger::Timer(_)) && !leaves_for_good(&case.machine, id) {
        text.push_str(&content(case, id));
    }
    text
}

/// What a step sets and does.
pub fn content(case: &Case<'_>, step: StepId) -> String {
    let decl = case.step_decl(step);
    [saying::of_set(&decl.set), saying::of_items(&decl.actions)].concat()
}

fn timer(case: &Case<'_>, decl: &StepDecl, text: &mut String) {
    let Some(trigger) = &decl.trigger else { return };
    let _ = match &trigger.kind {
        TriggerKind::After(due) => write!(text, " after {}", slice(case, due.span)),
        TriggerKind::At(due) => write!(text, " at {}", slice(case, due.span)),
        TriggerKind::Every(due, times) => {
            write!(text, " every {} {:?}", slice(case, due.span), times.as_ref().map(|times| times.value))
        }
        TriggerKind::Gaps(gaps) => gaps.iter().try_for_each(|gap| write!(text, " gap {}", slice(case, gap.span))),
        TriggerKind::Events(_) | TriggerKind::Always => Ok(()),
    };
    if let Some(window) = &trigger.within {
        let _ = write!(text, " within {}", window.value);
    }
}

/// The text of a place, its blanks evened out.
fn slice(case: &Case<'_>, span: Span) -> String {
    let source = case.circumstances.sources.get(span.file.0 as usize);
    let text = source.map_or("", |source| source.slice(span));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
