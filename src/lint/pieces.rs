//! What steps, states and lists of actions say as they were written, piece by piece: the one walk for all who look for
//! something in them.

use crate::syntax::chart::{StateDecl, StepDecl, TriggerKind};
use crate::syntax::content::{Assignment, ConditionDecl, EventCall, ItemDecl, ItemKind, ValueDecl, ValueKind};
use crate::syntax::document::JourneyDocument;
use crate::terms::span::Name;

/// A piece.
#[derive(Clone, Copy)]
pub enum Piece<'a> {
    /// The condition of an `if`.
    Condition(&'a ConditionDecl),
    /// A value that is no list and no mapping; those inside lists and mappings come one by one.
    Value(&'a ValueDecl),
    /// The name of a variable that is set.
    Set(&'a Name),
    /// The name of an action that is asked for.
    Action(&'a Name),
    /// The name of an event that is brought about, and how.
    Event(Bring, &'a Name),
}

/// How an event is brought about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bring {
    /// In its instance.
    Raised,
    /// In its instance, later.
    Scheduled,
    /// For all journeys.
    Emitted,
    /// In its instance, once an action was done.
    Answered,
}

/// Takes pieces.
pub type Take<'t, 'a> = &'t mut dyn FnMut(Piece<'a>);

/// The states of `journey`, those inside others among them, in document order.
pub fn states(journey: &JourneyDocument) -> Vec<&StateDecl> {
    let mut all = Vec::new();
    let mut open: Vec<&StateDecl> = journey.states.iter().rev().collect();
    while let Some(state) = open.pop() {
        all.push(state);
        open.extend(state.states.iter().rev());
    }
    all
}

/// Hands over when a timer is due.
pub fn of_timer<'a>(step: &'a StepDecl, take: Take<'_, 'a>) {
    match step.trigger.as_ref().map(|trigger| &trigger.kind) {
        Some(TriggerKind::After(due) | TriggerKind::At(due) | TriggerKind::Every(due, _)) => of_value(due, take),
        Some(TriggerKind::Gaps(gaps)) => gaps.iter().for_each(|gap| of_value(gap, take)),
        Some(TriggerKind::Events(_) | TriggerKind::Always) | None => {}
    }
}

/// Hands over what a `set` says.
pub fn of_set<'a>(assignments: &'a [Assignment], take: Take<'_, 'a>) {
    for assignment in assignments {
        take(Piece::Set(&assignment.variable));
        of_value(&assignment.value, take);
    }
}

/// Hands over what a list of actions says, both branches of each `if` among it.
pub fn of_items<'a>(items: &'a [ItemDecl], take: Take<'_, 'a>) {
    for item in items {
        match &item.kind {
            ItemKind::Act(name, params) => {
                take(Piece::Action(name));
                of_fields(params, take);
            }
            ItemKind::Raise(call) => of_call(Bring::Raised, call, take),
            ItemKind::Emit(call) => of_call(Bring::Emitted, call, take),
            ItemKind::Schedule(schedule) => {
                of_call(Bring::Scheduled, &schedule.call, take);
                schedule.after.iter().chain(&schedule.at).for_each(|when| of_value(when, take));
            }
            ItemKind::Cancel(_) => {}
            ItemKind::Set(assignments) => of_set(assignments, take),
            ItemKind::If(condition, then, otherwise) => {
                take(Piece::Condition(condition));
                of_items(then, take);
                of_items(otherwise, take);
            }
        }
    }
}

/// Hands over the values of named fields.
pub fn of_fields<'a>(fields: &'a [(Name, ValueDecl)], take: Take<'_, 'a>) {
    for (_, value) in fields {
        of_value(value, take);
    }
}

/// Hands over a value, or those inside it.
pub fn of_value<'a>(value: &'a ValueDecl, take: Take<'_, 'a>) {
    match &value.kind {
        ValueKind::List(parts) => parts.iter().for_each(|part| of_value(part, take)),
        ValueKind::Map(fields) => of_fields(fields, take),
        _ => take(Piece::Value(value)),
    }
}

fn of_call<'a>(bring: Bring, call: &'a EventCall, take: Take<'_, 'a>) {
    take(Piece::Event(bring, &call.event));
    of_fields(&call.payload, take);
}
