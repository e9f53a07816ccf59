//! What was asked, and the answer to it.

use crate::engine::explain::{Explanation, StepAnswer, Verdict};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::Journey;

/// A question with its answer.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The journey.
    pub journey: &'a Journey,
    /// The event.
    pub event: &'a str,
    /// The active atomic states.
    pub from: &'a [StateId],
    /// When it would happen, in milliseconds.
    pub at: i64,
    /// The answer.
    pub explanation: &'a Explanation,
}

impl<'a> Question<'a> {
    /// The answers of all steps.
    pub fn steps(self) -> impl Iterator<Item = &'a StepAnswer> {
        self.explanation.states.iter().flat_map(|state| &state.steps)
    }

    /// The id of the exit rule of that number.
    pub fn rule(self, number: u16) -> &'a str {
        self.journey.exit.get(usize::from(number)).map_or("?", |rule| &rule.id.value)
    }

    /// The ids of `steps`.
    pub fn ids(self, steps: &[StepId]) -> Vec<&'a str> {
        steps.iter().map(|&step| crate::report::names::step(self.journey, step)).collect()
    }

    /// Whether a step or an exit rule listens to the event.
    pub fn is_heard(self) -> bool {
        let listens = |verdict: &Verdict| !matches!(verdict, Verdict::Deaf | Verdict::Timer | Verdict::Always);
        self.steps().any(|answer| listens(&answer.verdict))
            || self.explanation.rules.iter().any(|answer| listens(&answer.verdict))
    }
}
