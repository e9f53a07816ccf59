//! What the event that enters a person does at once.

use crate::lint::case::Case;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::StateKind;

/// Where people rest who have just entered, before the entering event itself is processed.
pub struct Opening {
    /// By state, whether somebody comes through it.
    pub entered: Vec<bool>,
    rests: Vec<StateId>,
}

impl Opening {
    /// The opening of a journey; absent where not all ways are known.
    pub fn of(case: &Case<'_>) -> Option<Self> {
        let machine = &case.machine;
        if !machine.unread.leads.is_empty() {
            return None;
        }
        let entered = machine.entered_at_once();
        let rests = |&state: &StateId| {
            let atomic = matches!(machine.state(state).kind, StateKind::Atomic);
            entered[state.index()] && atomic && !is_left_at_once(case, state)
        };
        Some(Self { rests: machine.all_states().filter(rests).collect(), entered })
    }

    /// The steps that `event` may take there, in document order.
    pub fn steps(&self, case: &Case<'_>, event: EventId) -> Vec<StepId> {
        let mut steps: Vec<StepId> = self.rests.iter().flat_map(|&state| taken(case, state, event)).collect();
        steps.sort_unstable();
        steps.dedup();
        steps
    }
}

/// Whether nobody who comes to `state` is still there when the next event is processed.
fn is_left_at_once(case: &Case<'_>, state: StateId) -> bool {
    let always = |at: StateId| case.machine.dispatch.always(at).iter().copied();
    case.machine.outward(state).flat_map(always).any(|step| case.step_decl(step).guard.is_none())
}

/// The steps of which `event` takes one for whoever is in `state`: up to the first without a guard, from the inside out.
fn taken(case: &Case<'_>, state: StateId, event: EventId) -> Vec<StepId> {
    let mut taken = Vec::new();
    for at in case.machine.outward(state) {
        for &(_, step) in case.machine.dispatch.steps(at, event) {
            taken.push(step);
            if case.step_decl(step).guard.is_none() {
                return taken;
            }
        }
    }
    taken
}
