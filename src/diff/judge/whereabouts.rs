//! In which states somebody is who may take a step.

use crate::diff::judge::known::Known;
use crate::graph::machine::Machine;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::StateKind;

/// Of states of the new version, whether whoever is asked for the step `old`, or for `new`, is in them, where both versions
/// say the same.
pub(in crate::diff) fn whereabouts(
    known: &Known<'_>,
    old: Option<StepId>,
    new: Option<StepId>,
) -> Vec<(StateId, bool)> {
    let pair = known.pair;
    let (was, is) = (&pair.old.machine, &pair.new.machine);
    let (Some(old), Some(new)) = (old, new) else { return Vec::new() };
    let (before, after) = (was.step(old).source, is.step(new).source);
    let all = (1..is.journey.states.len() as u32).map(StateId);
    let both = all.filter_map(|state| Some((state, pair.old_state(&is.state(state).name.value)?)));
    let said = both.filter_map(|(now, then)| {
        let active = is_active(is, after, now)?;
        (is_active(was, before, then) == Some(active)).then_some((now, active))
    });
    said.collect()
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
