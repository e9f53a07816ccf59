//! How far people come in one input, without another event or a timer.

use crate::graph::machine::Machine;
use crate::graph::questions::Fires;
use crate::graph::sets;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{EventKind, StateKind, Trigger};

/// What a search reaches where steps fire as it is told.
type Search<'a> = &'a dyn Fn(Fires<'_>) -> Vec<bool>;

/// How often completions are followed by further ones.
const MOST_ROUNDS: usize = 8;

impl Machine {
    /// By state number, whether a person comes to be in it, if only for a moment, in the input that enters them, before
    /// the entering event itself is processed. Raised events are left out.
    pub fn entered_at_once(&self) -> Vec<bool> {
        self.settled(&|fires| self.reachable(fires))
    }

    /// The same of what one of `steps` leads to before its input is over.
    pub fn led_at_once(&self, steps: &[StepId]) -> Vec<bool> {
        self.settled(&|fires| self.reachable_by(steps, fires))
    }

    /// What `search` reaches by steps that need no event, and by those for completions that come about on the way.
    fn settled(&self, search: Search<'_>) -> Vec<bool> {
        let mut done: Vec<StateId> = Vec::new();
        let completes = |event: &EventId| match self.journey.events[event.index()].kind {
            EventKind::Done(state) => Some(state),
            _ => None,
        };
        let listened: Vec<StateId> =
            (0..self.journey.events.len() as u32).filter_map(|event| completes(&EventId(event))).collect();
        for _ in 0..MOST_ROUNDS {
            let reached = search(&|step| match &self.step(step).trigger {
                Trigger::Always => true,
                Trigger::Events(events) => events.iter().filter_map(completes).any(|state| done.contains(&state)),
                Trigger::Timer(_) => false,
            });
            let before = done.len();
            done = listened.iter().copied().filter(|&state| self.is_done(state, &reached)).collect();
            if done.len() == before {
                return reached;
            }
        }
        vec![false; self.journey.states.len()]
    }

    /// Whether `state` is done where people are in all states that are `reached`.
    fn is_done(&self, state: StateId, reached: &[bool]) -> bool {
        let of = self.state(state);
        let mut inside = of.children.iter().copied().filter(|&child| sets::is_region(&self.journey, child));
        match of.kind {
            StateKind::Final => reached[state.index()],
            StateKind::Parallel => inside.all(|region| self.is_done(region, reached)),
            _ => inside.any(|child| matches!(self.state(child).kind, StateKind::Final) && reached[child.index()]),
        }
    }
}
