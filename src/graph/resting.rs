//! What happens next where some states are active: whether somebody can be found so between two inputs.

use crate::graph::machine::Machine;
use crate::graph::sets;
use crate::graph::ways::completing;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{EventKind, StateKind, Step, Trigger};

/// What happens next to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::graph) enum Stage {
    /// Nothing.
    Over,
    /// A split is left by one of its arms.
    Drawing,
    /// Something is taken that needs no input.
    GoingOn,
    /// An input is waited for.
    Waiting,
}

impl Machine {
    /// What happens next where `states` are active, and whether somebody can be found so.
    pub(in crate::graph) fn stage(&self, states: &[StateId]) -> (Stage, bool) {
        if states.iter().any(|&state| self.state(state).parent == Some(Self::ROOT) && self.is_final(state)) {
            return (Stage::Over, false);
        }
        if states.iter().any(|&state| matches!(self.state(state).kind, StateKind::Split(_))) {
            return (Stage::Drawing, false);
        }
        let active = std::iter::once(Self::ROOT).chain(states.iter().copied());
        let goes_on =
            active.into_iter().any(|state| self.state(state).steps.iter().any(|&step| self.must(step, states)));
        if goes_on { (Stage::GoingOn, false) } else { (Stage::Waiting, true) }
    }

    /// Whether `step` is surely taken at once where `states` are active.
    fn must(&self, step: StepId, states: &[StateId]) -> bool {
        let of = self.step(step);
        if of.guard.is_some() || of.to.is_empty() {
            return false;
        }
        match &of.trigger {
            Trigger::Always => true,
            Trigger::Events(events) => events.iter().any(|&event| {
                let done = self.completed_by(event).is_some_and(|state| self.is_done_in(state, states));
                // Another step may be taken instead that stays.
                done && self.listeners(event) == 1
            }),
            Trigger::Timer(_) => false,
        }
    }

    fn completed_by(&self, event: EventId) -> Option<StateId> {
        match self.journey.events[event.index()].kind {
            EventKind::Done(state) => Some(state),
            _ => None,
        }
    }

    fn listeners(&self, event: EventId) -> usize {
        let hears = |step: &&Step| matches!(&step.trigger, Trigger::Events(events) if events.contains(&event));
        self.journey.steps.iter().filter(hears).count()
    }

    /// Whether only completions fire `step`, and none of them is there where `states` are active.
    pub fn waits_for_completion(&self, step: StepId, states: &[StateId]) -> bool {
        let is_there = |source: StateId| match self.state(source).kind {
            StateKind::Parallel => self.is_done_in(source, states),
            _ => states.binary_search(&source).is_ok(),
        };
        completing(&self.journey, self.step(step)).is_some_and(|sources| !sources.into_iter().any(is_there))
    }

    /// Whether only completions fire `step`.
    pub fn is_completion(&self, step: StepId) -> bool {
        completing(&self.journey, self.step(step)).is_some()
    }

    /// Whether two states lie in different regions of one parallel state.
    pub fn are_beside(&self, one: StateId, other: StateId) -> bool {
        let holds = |&at: &StateId| at == other || self.is_inside(at, other);
        let around = self.outward(one).find(holds).unwrap_or(Self::ROOT);
        around != one && around != other && matches!(self.state(around).kind, StateKind::Parallel)
    }

    /// Whether `state` is done where `states` are active, in document order.
    pub fn is_done_in(&self, state: StateId, states: &[StateId]) -> bool {
        let of = self.state(state);
        let is_active = |child: &StateId| states.binary_search(child).is_ok();
        match of.kind {
            StateKind::Final => is_active(&state),
            StateKind::Parallel => {
                let mut regions = of.children.iter().filter(|child| sets::is_region(&self.journey, **child));
                regions.all(|&region| self.is_done_in(region, states))
            }
            _ => of.children.iter().any(|child| is_active(child) && self.is_final(*child)),
        }
    }
}
