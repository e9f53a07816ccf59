//! An instance as it might stand: in a state that somebody names, however it came there.

use crate::engine::instance::{Active, Instance, Status};
use crate::graph::machine::Machine;
use crate::graph::sets::{Forgotten, SetBuffers, entry_set};
use crate::model::ids::StateId;

/// An instance in `states`, in those around them, in the initial states of those that are compound, and in the initial
/// states of the other regions, all entered at `entered_at`, with the defaults of the context. Nothing of what happens
/// on the way in has happened; in a final state at the top it is completed. Absent where nobody is in all of `states`.
pub fn suppose(machine: &Machine, states: &[StateId], entered_at: i64) -> Option<Instance> {
    let named = states;
    let mut states = Vec::new();
    let mut buffers = SetBuffers::default();
    entry_set(&machine.journey, Machine::ROOT, named, &Forgotten, (&mut buffers, &mut states));
    if !named.iter().all(|state| states.contains(state)) {
        return None;
    }
    let over = states.iter().any(|&state| machine.is_end(state));
    Some(Instance {
        status: if over { Status::Completed } else { Status::Active },
        visit: 1,
        configuration: states.into_iter().map(|state| Active { state, entered_at }).collect(),
        context: machine.journey.context.iter().map(|variable| variable.default.clone()).collect(),
        entered_at,
        ended_at: over.then_some(entered_at),
        last_input: entered_at,
        ..Instance::default()
    })
}
