//! The names behind a journey's numbers.

use smol_str::SmolStr;

use crate::engine::instance::{Instance, Status};
use crate::model::ids::{ActionId, EventId, StateId, StepId, VariableId};
use crate::model::journey::{Journey, State, StateKind};

/// Stands where a number has no name, which the compiler excludes.
const NAMELESS: &str = "?";

/// The name of a state.
pub fn state(journey: &Journey, id: StateId) -> &str {
    journey.states.get(id.index()).map_or(NAMELESS, |state| &state.name.value)
}

/// The id of a step.
pub fn step(journey: &Journey, id: StepId) -> &str {
    journey.steps.get(id.index()).map_or(NAMELESS, |step| &step.id.value)
}

/// The name of an action.
pub fn action(journey: &Journey, id: ActionId) -> &str {
    journey.actions.get(id.index()).map_or(NAMELESS, |action| &action.name.value)
}

/// The name of a variable.
pub fn variable(journey: &Journey, id: VariableId) -> &str {
    journey.context.get(id.index()).map_or(NAMELESS, |variable| &variable.name.value)
}

/// The name of an event.
pub fn event(journey: &Journey, id: EventId) -> &str {
    journey.events.get(id.index()).map_or(NAMELESS, |event| &event.name)
}

/// The id of a goal.
pub fn goal(journey: &Journey, number: u16) -> &str {
    journey.goals.get(usize::from(number)).map_or(NAMELESS, |goal| &goal.id.value)
}

/// The id of an arm of a split.
pub fn arm(journey: &Journey, split: StateId, number: u16) -> &str {
    match journey.states.get(split.index()).map(|state| &state.kind) {
        Some(StateKind::Split(split)) => split.arms.get(usize::from(number)).map_or(NAMELESS, |arm| &arm.id.value),
        _ => NAMELESS,
    }
}

/// The active states of `instance` that have none inside, in document order; none once it was ended by a rule.
pub fn atomic_states<'a>(journey: &'a Journey, instance: &'a Instance) -> impl Iterator<Item = &'a SmolStr> {
    let active = if instance.status == Status::Exited { &[] } else { instance.configuration.as_slice() };
    let states = active.iter().filter_map(|active| journey.states.get(active.state.index()));
    states.filter(|state| is_atomic(state)).map(|state| &state.name.value)
}

/// Whether a state has none inside.
pub const fn is_atomic(state: &State) -> bool {
    !matches!(state.kind, StateKind::Compound(_) | StateKind::Parallel)
}
