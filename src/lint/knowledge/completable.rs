//! Whether a state can ever be done, and which steps wait for that in vain.

use crate::graph::machine::Machine;
use crate::graph::sets;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{EventKind, StateKind, Trigger};
use crate::model::unread::{By, Lead, To};

/// Whether a step waits for nothing but that states are done which never are.
pub fn waits_in_vain(machine: &Machine, step: StepId) -> bool {
    let Trigger::Events(events) = &machine.step(step).trigger else { return false };
    let never = |state: StateId| !can_be_done(machine, state, &mut Vec::new());
    let in_vain = |kind: &EventKind| matches!(kind, EventKind::Done(state) if never(*state));
    !events.is_empty() && events.iter().all(|event| in_vain(&machine.journey.events[event.index()].kind))
}

/// Whether `state` can be done; the regions without a final state, if not, are added to `endless`. One whose final states
/// nobody reaches has some: that they are not reached is the finding then.
pub fn can_be_done(machine: &Machine, state: StateId, endless: &mut Vec<StateId>) -> bool {
    let of = machine.state(state);
    let unknown = machine.unread.leads_of(state).next().is_some();
    let mut regions = of.children.iter().copied().filter(|&child| sets::is_region(&machine.journey, child));
    match of.kind {
        StateKind::Final | StateKind::History(..) => true,
        _ if unknown => true,
        // Every region is asked: each that is wrong is shown.
        StateKind::Parallel => regions.filter(|&region| !can_be_done(machine, region, endless)).count() == 0,
        StateKind::Compound(_) if regions.any(|child| may_be_final(machine, child)) => true,
        _ => {
            endless.push(state);
            false
        }
    }
}

/// Whether a state is final, or may be for all that could be read of it.
fn may_be_final(machine: &Machine, state: StateId) -> bool {
    let unclear = Lead { by: By::Leaving, to: To::AnyInside(state) };
    matches!(machine.state(state).kind, StateKind::Final) || machine.unread.leads_of(state).any(|lead| lead == unclear)
}
