//! What `event.payload` may hold where some events are listened to: by the contracts of all of them.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::expr::solve::values::Values;
use crate::lint::knowledge::calls;
use crate::model::ids::{ActionId, EventId};
use crate::model::journey::{EventKind, GoalBy, Journey, Trigger};
use crate::model::payloads;

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
    if let [first, name] = path
        && first == "params"
        && let Some(action) = fate(journey, events)
        && let Some(given) = calls::given(journey, action, name)
    {
        return given;
    }
    payloads::of_path(journey, events, path)
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
