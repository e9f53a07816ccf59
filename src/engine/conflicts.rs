//! Which enabled steps can run together: SCXML's removal of conflicting transitions.

use crate::engine::scratch::{Selected, Work};
use crate::graph::machine::Machine;
use crate::model::ids::StateId;

/// Leaves in `enabled` the steps that can run together, in the order of their selection.
pub fn resolve(machine: &Machine, work: &mut Work) {
    if work.enabled.len() < 2 {
        return;
    }
    let Work { enabled, kept, .. } = work;
    kept.clear();
    for &step in enabled.iter() {
        let preempted = |other: &Selected| {
            meet(machine, step.domain, other.domain) && !machine.is_inside(other.source, step.source)
        };
        if !kept.iter().any(preempted) {
            kept.retain(|other| !meet(machine, step.domain, other.domain));
            kept.push(step);
        }
    }
    std::mem::swap(enabled, kept);
}

/// Whether two exit sets share a state. An active domain has something active inside, so they do exactly when one
/// domain is the other or lies inside it.
pub fn meet(machine: &Machine, a: Option<StateId>, b: Option<StateId>) -> bool {
    let (Some(a), Some(b)) = (a, b) else {
        return false;
    };
    a == b || machine.is_inside(a, b) || machine.is_inside(b, a)
}
