//! What is known of every step's move before anyone takes it.

use crate::graph::sets::{self, Forgotten, SetBuffers};
use crate::model::ids::StateId;
use crate::model::journey::{Journey, StateKind, Step};

/// Where a step leads, as far as the journey alone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Nothing is left or entered.
    Stay,
    /// Into an atomic state directly inside the domain.
    Simple {
        /// What bounds the exit set.
        domain: StateId,
        /// The one state that is entered.
        target: StateId,
    },
    /// Into states inside the domain.
    Inside(StateId),
    /// To a history state: the domain depends on what it remembers.
    Remembering,
}

impl Route {
    /// The route of `step`.
    pub fn of(journey: &Journey, step: &Step, buffers: &mut SetBuffers) -> Self {
        let kind = |state: StateId| &journey.states[state.index()].kind;
        if step.to.iter().any(|&target| matches!(kind(target), StateKind::History(..))) {
            return Self::Remembering;
        }
        match sets::domain(journey, step.source, (&step.to, step.reenter), &Forgotten, buffers) {
            None => Self::Stay,
            Some(domain) => match step.to[..] {
                [target] if sets::is_atomic(kind(target)) && journey.states[target.index()].parent == Some(domain) => {
                    Self::Simple { domain, target }
                }
                _ => Self::Inside(domain),
            },
        }
    }
}
