//! Steps of one state that say the same as an earlier one: trigger, guard and target.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::{Verdict, equivalent};
use crate::lint::case::Case;
use crate::lint::saying;
use crate::lint::verdicts::asking::is_certain;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::Trigger;
use crate::syntax::chart::{StepDecl, TriggerKind};
use crate::terms::span::Span;

/// Each such step, with the earlier one.
pub fn of(case: &Case<'_>, connected: &[bool]) -> BTreeMap<StepId, StepId> {
    let mut found = BTreeMap::new();
    for (number, state) in case.machine.journey.states.iter().enumerate() {
        if state.steps.len() < 2 || !connected[number] {
            continue;
        }
        let mut known: BTreeMap<String, Vec<StepId>> = BTreeMap::new();
        for &step in state.steps.iter().filter(|&&step| is_certain(case, step)) {
            let alike = known.entry(said(case, step)).or_default();
            match alike.iter().find(|&&earlier| is_same(case, StateId(number as u32), (earlier, step))) {
                Some(&earlier) => drop(found.insert(step, earlier)),
                None => alike.push(step),
            }
        }
    }
    found
}

/// What a step says beside its guard; of a timer that stays also what it does, since both are taken.
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
    if matches!(step.trigger, Trigger::Timer(_)) && step.to.is_empty() {
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

fn is_same(case: &Case<'_>, state: StateId, (earlier, later): (StepId, StepId)) -> bool {
    let [first, second] = [earlier, later].map(|step| case.machine.step(step));
    match (&first.guard, &second.guard) {
        (None, None) => true,
        (Some(a), Some(b)) => {
            let written = |step| case.step_decl(step).guard.as_ref().map(|guard| slice(case, guard.span()));
            let world = || case.knowledge().world(&case.machine, state, &second.trigger);
            written(earlier) == written(later) || equivalent(a, b, &world(), &mut Budget::default()) == Verdict::Always
        }
        _ => false,
    }
}

/// The text of a place, its blanks evened out.
fn slice(case: &Case<'_>, span: Span) -> String {
    let source = case.circumstances.sources.get(span.file.0 as usize);
    let text = source.map_or("", |source| source.slice(span));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
