//! Answers that nobody who moves gets: what they answer is asked on the way into a state in which they are already.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::moves::Plan;
use crate::graph::asked::asked;
use crate::graph::machine::Machine;
use crate::model::ids::{ActionId, EventId, StateId, StepId};
use crate::model::journey::{Block, EventKind, Journey, Trigger};

/// Actions of the new version that the old one never asked for, each with the states on whose way in alone it is asked for.
pub struct Answers(BTreeMap<ActionId, BTreeSet<StateId>>);

impl Answers {
    /// Those of `plan`.
    pub fn of(plan: &Plan) -> Self {
        let (old, new) = (&plan.from.journey, &plan.to.journey);
        let mut by: BTreeMap<ActionId, BTreeSet<StateId>> = BTreeMap::new();
        for (number, state) in new.states.iter().enumerate() {
            for action in all(std::iter::once(&state.on_entry)) {
                by.entry(action).or_default().insert(StateId(number as u32));
            }
        }
        let entering = all(old.states.iter().map(|state| &state.on_entry));
        let before = entering.into_iter().chain(elsewhere(old)).filter_map(|action| plan.action(action));
        for action in before.chain(elsewhere(new)) {
            by.remove(&action);
        }
        Self(by)
    }

    /// The answer for which alone `step` waits, if nobody who is placed in `placed` gets it.
    pub fn missed(&self, machine: &Machine, step: StepId, placed: &[StateId]) -> Option<EventId> {
        let Trigger::Events(events) = &machine.step(step).trigger else { return None };
        let comes = |event: &EventId| {
            let (EventKind::Succeeded(action) | EventKind::Failed(action) | EventKind::Held(action)) =
                machine.journey.events[event.index()].kind
            else {
                return true;
            };
            // Whoever leaves the state and comes again has left it by another way.
            self.0.get(&action).is_none_or(|states| !states.iter().all(|state| placed.binary_search(state).is_ok()))
        };
        events.first().copied().filter(|_| !events.iter().any(comes))
    }
}

/// What is asked for elsewhere than on the way into a state.
fn elsewhere(journey: &Journey) -> Vec<ActionId> {
    let steps = journey.steps.iter().map(|step| &step.actions);
    all(journey.states.iter().map(|state| &state.on_exit).chain(steps))
}

fn all<'b>(blocks: impl Iterator<Item = &'b Block>) -> Vec<ActionId> {
    let mut found = Vec::new();
    blocks.for_each(|block| asked(block, &mut found));
    found
}
