//! What `event.payload` may hold where some events are listened to: by the contracts of all of them.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::expr::solve::values::Values;
use crate::lint::knowledge::calls;
use crate::model::events::params_shape;
use crate::model::ids::{ActionId, EventId};
use crate::model::journey::{EventKind, GoalBy, Journey, Trigger};
use crate::terms::shape::{Of, Shape};
use crate::terms::value::Value;

/// Values of payload paths, by the events that something listens to.
#[derive(Debug, Default)]
pub struct Payloads {
    by_events: BTreeMap<Vec<EventId>, Vec<Values>>,
}

impl Payloads {
    /// What `journey` needs: each set of events that something listens to, and each event of it alone.
    pub fn of(journey: &Journey) -> Self {
        let mut all = Self::default();
        if journey.paths.is_empty() {
            return all;
        }
        let mut note = |events: &[EventId]| {
            for alone in events {
                all.by_events.entry(vec![*alone]).or_insert_with(|| paths(journey, &[*alone]));
            }
            if events.len() > 1 && !all.by_events.contains_key(events) {
                all.by_events.insert(events.to_vec(), paths(journey, events));
            }
        };
        for step in &journey.steps {
            if let Trigger::Events(events) = &step.trigger {
                note(events);
            }
        }
        note(&journey.entry.triggers);
        journey.exit.iter().for_each(|rule| note(&rule.triggers));
        for goal in &journey.goals {
            if let GoalBy::Events(events, _) = &goal.by {
                note(events);
            }
        }
        all
    }

    /// The values by the number of the path; none where nothing listens to just these.
    pub fn get(&self, events: &[EventId]) -> &[Values] {
        self.by_events.get(events).map_or(&[], Vec::as_slice)
    }
}

fn paths(journey: &Journey, events: &[EventId]) -> Vec<Values> {
    journey.paths.iter().map(|path| of_path(journey, events, path)).collect()
}

fn of_path(journey: &Journey, events: &[EventId], path: &[SmolStr]) -> Values {
    let Some((first, inside)) = path.split_first() else { return Values::any() };
    if let ("params", [name], Some(action)) = (first.as_str(), inside, fate(journey, events))
        && let Some(given) = calls::given(journey, action, name)
    {
        return given;
    }
    let shapes: Vec<Option<Shape>> = events.iter().map(|event| field(journey, *event, first)).collect();
    let Some(mut shapes) = shapes.into_iter().collect::<Option<Vec<Shape>>>() else { return Values::any() };
    if shapes.iter().any(|shape| matches!(shape.of, Of::Number)) {
        shapes.iter_mut().for_each(widen);
    }
    let values = shapes.iter().map(|shape| Values::of_shape(shape).at_path(inside));
    values.reduce(|all, more| all.join(&more)).unwrap_or_else(Values::any)
}

/// The action of which all of `events` are fates.
pub fn fate(journey: &Journey, events: &[EventId]) -> Option<ActionId> {
    let action = |event: &EventId| match journey.events[event.index()].kind {
        EventKind::Succeeded(action) | EventKind::Failed(action) | EventKind::Held(action) => Some(action),
        _ => None,
    };
    let first = events.first().and_then(action)?;
    events.iter().all(|event| action(event) == Some(first)).then_some(first)
}

/// The shape of a field of an event's payload; one with a default is always there.
fn field(journey: &Journey, event: EventId, name: &str) -> Option<Shape> {
    let find = |fields: &[crate::terms::shape::Field]| {
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
