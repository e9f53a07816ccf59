//! Whether an instance comes to rest by its `always` steps, from where somebody supposes it to stand.

use crate::engine::input::{Input, Outcome, Rollback};
use crate::engine::instance::Instance;
use crate::engine::scratch::{Raised, Scratch};
use crate::engine::{livelock, macrostep, step};
use crate::graph::machine::Machine;
use crate::model::ids::{EventId, StateId, StepId};

/// What goes on for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restless {
    /// The steps that are taken again and again, from the least on.
    pub round: Vec<StepId>,
    /// Every step that was taken, sorted.
    pub taken: Vec<StepId>,
    /// Every state that was entered, sorted.
    pub entered: Vec<StateId>,
}

/// Takes the `always` steps of `instance`, what is `completed`, and what they raise, to their end; the stimulus of `input`
/// is not looked at. What goes on, if that has no end; the instance is then as it was.
pub fn settle(
    machine: &Machine,
    (instance, completed): (&mut Instance, Option<EventId>),
    input: &Input<'_>,
    scratch: &mut Scratch,
) -> Option<Restless> {
    let mut restless = None;
    // Whatever else goes wrong on the way ends it.
    let _ = step::conduct(machine, instance, input, scratch, |run| {
        run.work.queue.extend(completed.map(|event| Raised { event, payload: None }));
        let result = macrostep::finish(run);
        if let Err(Rollback::Livelock(_)) = &result {
            let round = livelock::cycle(&run.trace.steps);
            let (taken, entered) = (sorted(&run.trace.steps), sorted(&run.trace.entered));
            restless = Some(Restless { round, taken, entered });
        }
        result.map(|()| Outcome::Stepped)
    });
    restless
}

fn sorted<T: Copy + Ord>(all: &[T]) -> Vec<T> {
    let mut all = all.to_vec();
    all.sort_unstable();
    all.dedup();
    all
}
