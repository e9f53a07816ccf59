//! What `event.payload` may hold where some events are listened to: by the contracts of all of them.

use std::collections::BTreeMap;

use crate::expr::solve::values::Values;
use crate::model::ids::EventId;
use crate::model::journey::{GoalBy, Journey, Trigger};
use crate::model::payloads::of_path;

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
