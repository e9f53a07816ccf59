//! What a payload may hold at a path, by the contracts of all events that may have brought it.

use smol_str::SmolStr;

use crate::expr::solve::values::Values;
use crate::model::events::params_shape;
use crate::model::ids::EventId;
use crate::model::journey::{EventKind, Journey};
use crate::terms::shape::{Field, Of, Shape};
use crate::terms::value::Value;

/// What is at `path` where one of `events` has come.
pub fn of_path(journey: &Journey, events: &[EventId], path: &[SmolStr]) -> Values {
    let Some((first, inside)) = path.split_first() else { return Values::any() };
    let shapes: Vec<Option<Shape>> = events.iter().map(|event| field(journey, *event, first)).collect();
    let Some(mut shapes) = shapes.into_iter().collect::<Option<Vec<Shape>>>() else { return Values::any() };
    if shapes.iter().any(|shape| matches!(shape.of, Of::Number)) {
        shapes.iter_mut().for_each(widen);
    }
    let values = shapes.iter().map(|shape| Values::of_shape(shape).at_path(inside));
    values.reduce(|all, more| all.join(&more)).unwrap_or_else(Values::any)
}

/// What is at `path` where one of `events` has come, whose contracts need not all have it: for those it is missing.
pub fn of_path_if_there(journey: &Journey, events: &[EventId], path: &[SmolStr]) -> Values {
    let has = |event: &&EventId| path.first().is_some_and(|first| field(journey, **event, first).is_some());
    let carriers: Vec<EventId> = events.iter().filter(has).copied().collect();
    match carriers.len() {
        0 => of_path(journey, events, path),
        all if all == events.len() => of_path(journey, events, path),
        _ => of_path(journey, &carriers, path).or_missing(),
    }
}

/// What is at `path` where one of these events of one of these journeys has come; anything where there are none.
pub fn of_path_of_any<'j>(sides: impl IntoIterator<Item = (&'j Journey, &'j [EventId])>, path: &[SmolStr]) -> Values {
    let heard = sides.into_iter().filter(|(_, events)| !events.is_empty());
    let values = heard.map(|(journey, events)| of_path_if_there(journey, events, path));
    values.reduce(|all, more| all.join(&more)).unwrap_or_else(Values::any)
}

/// The shape of a field of an event's payload; one with a default is always there.
fn field(journey: &Journey, event: EventId, name: &str) -> Option<Shape> {
    let find = |fields: &[Field]| {
        let shape = fields.iter().find(|field| field.name == name)?.shape.clone();
        let optional = shape.optional && shape.default.is_none();
        Some(Shape { optional, ..shape })
    };
    let (action, own) = match &journey.events[event.index()].kind {
        EventKind::Declared(contract, _) => return find(&contract.fields),
        EventKind::Done(_) => return None,
        EventKind::Succeeded(action) => (*action, find(&journey.actions[action.index()].result)),
        EventKind::Failed(action) if name == "tries" => (*action, Some(Shape::of(Of::Int))),
        EventKind::Failed(action) | EventKind::Held(action) => {
            (*action, (name == "reason").then(|| Shape::of(Of::String)))
        }
    };
    if name == "params" { Some(params_shape(&journey.actions[action.index()])) } else { own }
}

/// An int where a number is read is one.
fn widen(shape: &mut Shape) {
    if matches!(shape.of, Of::Int) {
        let number = |limit: &mut Option<Value>| {
            if let Some(Value::Int(int)) = limit {
                *limit = Some(Value::Number(*int as f64));
            }
        };
        number(&mut shape.min);
        number(&mut shape.max);
        shape.of = Of::Number;
    }
}
