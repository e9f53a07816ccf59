//! In which states somebody is who may take a step.

use crate::diff::pair::Pair;
use crate::graph::machine::Machine;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::StateKind;

/// Whether whoever is asked for the step `old` of the old version, or `new` of the new one, is in `state` of the new version;
/// absent where the versions do not say the same.
pub(in crate::diff) fn is_in(pair: &Pair<'_>, [old, new]: [StepId; 2], state: StateId) -> Option<bool> {
    let (was, is) = (&pair.old.machine, &pair.new.machine);
    let then = pair.old_state(&is.state(state).name.value)?;
    let active = is_active(is, is.step(new).source, state)?;
    (is_active(was, was.step(old).source, then) == Some(active)).then_some(active)
}

/// Whether whoever is in the state `at` is in `other`; absent where they may be.
fn is_active(machine: &Machine, at: StateId, other: StateId) -> Option<bool> {
    if at == other || machine.is_inside(other, at) {
        return Some(true);
    }
    let shared = machine.outward(at).find(|&around| around == Machine::ROOT || machine.is_inside(around, other))?;
    let apart = shared != at && !matches!(machine.state(shared).kind, StateKind::Parallel);
    apart.then_some(false)
}
