//! Every expression of a journey as it was written, with the moment at which it is asked.

use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::definitions;
use crate::lint::knowledge::activity::Moment;
use crate::model::ids::{StateId, StepId};
use crate::syntax::chart::{StateDecl, StepDecl, TriggerKind};
use crate::syntax::content::{Assignment, EventCall, ItemDecl, ItemKind, Piece, ValueDecl, ValueKind};
use crate::syntax::text::Text;

/// Takes an expression, when it is asked, and the state that it belongs to (the journey itself for none).
pub type Visit<'v, 'a> = &'v mut dyn FnMut(&'a Text, Moment, StateId);

/// Hands `visit` the expressions of `case`, but for those of windows, splits and migrations.
pub fn each<'a>(case: &Case<'a>, visit: Visit<'_, 'a>) {
    let document = case.document;
    if let Some(entry) = &document.entry {
        let mut visit = |text: &'a Text| visit(text, Moment::Outside, Machine::ROOT);
        entry.guard.iter().for_each(|guard| definitions::each_text(guard, &mut visit));
        assignments(&entry.set, &mut visit);
    }
    for rule in &document.exit {
        let mut asked = |text: &'a Text| visit(text, Moment::Between(Machine::ROOT), Machine::ROOT);
        rule.guard.iter().for_each(|guard| definitions::each_text(guard, &mut asked));
        items(&rule.actions, &mut |text| visit(text, Moment::Outside, Machine::ROOT));
    }
    for goal in document.goals.iter().filter(|goal| goal.state.is_none()) {
        let mut visit = |text: &'a Text| visit(text, Moment::Between(Machine::ROOT), Machine::ROOT);
        goal.guard.iter().for_each(|guard| definitions::each_text(guard, &mut visit));
        goal.value.iter().for_each(|worth| value(worth, &mut visit));
    }
    for number in 0..case.machine.journey.states.len() {
        of_state(case, StateId(number as u32), visit);
    }
}

fn of_state<'a>(case: &Case<'a>, state: StateId, visit: Visit<'_, 'a>) {
    if let Some(StateDecl { on_entry, on_exit, .. }) = case.state_decl(state) {
        let mut visit = |text: &'a Text| visit(text, Moment::Passing(state), state);
        items(on_entry, &mut visit);
        items(on_exit, &mut visit);
    }
    for &step in &case.machine.state(state).steps {
        of_step(case.step_decl(step), (state, step), visit);
    }
}

fn of_step<'a>(decl: &'a StepDecl, (state, step): (StateId, StepId), visit: Visit<'_, 'a>) {
    let mut between = |text: &'a Text| visit(text, Moment::Between(state), state);
    decl.guard.iter().for_each(|guard| definitions::each_text(guard, &mut between));
    match decl.trigger.as_ref().map(|trigger| &trigger.kind) {
        Some(TriggerKind::After(due) | TriggerKind::At(due) | TriggerKind::Every(due, _)) => value(due, &mut between),
        Some(TriggerKind::Gaps(gaps)) => gaps.iter().for_each(|gap| value(gap, &mut between)),
        Some(TriggerKind::Events(_) | TriggerKind::Always) | None => {}
    }
    let mut taking = |text: &'a Text| visit(text, Moment::Taking(step), state);
    assignments(&decl.set, &mut taking);
    items(&decl.actions, &mut taking);
}

fn assignments<'a>(set: &'a [Assignment], visit: &mut dyn FnMut(&'a Text)) {
    for assignment in set {
        value(&assignment.value, visit);
    }
}

fn items<'a>(list: &'a [ItemDecl], visit: &mut dyn FnMut(&'a Text)) {
    for item in list {
        match &item.kind {
            ItemKind::Act(_, params) => params.iter().for_each(|(_, param)| value(param, visit)),
            ItemKind::Raise(call) | ItemKind::Emit(call) => payload(call, visit),
            ItemKind::Schedule(schedule) => {
                payload(&schedule.call, visit);
                schedule.after.iter().chain(&schedule.at).for_each(|when| value(when, visit));
            }
            ItemKind::Cancel(_) => {}
            ItemKind::Set(set) => assignments(set, visit),
            ItemKind::If(condition, then, otherwise) => {
                definitions::each_text(condition, visit);
                items(then, visit);
                items(otherwise, visit);
            }
        }
    }
}

fn payload<'a>(call: &'a EventCall, visit: &mut dyn FnMut(&'a Text)) {
    call.payload.iter().for_each(|(_, field)| value(field, visit));
}

fn value<'a>(decl: &'a ValueDecl, visit: &mut dyn FnMut(&'a Text)) {
    match &decl.kind {
        ValueKind::Expr(text) => visit(text),
        ValueKind::Template(pieces) => pieces.iter().for_each(|piece| {
            if let Piece::Expr(text) = piece {
                visit(text);
            }
        }),
        ValueKind::List(inner) => inner.iter().for_each(|one| value(one, visit)),
        ValueKind::Map(fields) => fields.iter().for_each(|(_, one)| value(one, visit)),
        ValueKind::Null | ValueKind::Bool(_) | ValueKind::Int(_) | ValueKind::Number(_) | ValueKind::Str(_) => {}
    }
}
