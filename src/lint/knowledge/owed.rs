//! What must have happened before somebody goes a way, beside the values of variables: an action was asked for whose fate
//! comes, a variable was set that a timer waits for.

use smol_str::SmolStr;

use crate::graph::machine::Machine;
use crate::lint::knowledge::known::Knowledge;
use crate::lint::knowledge::moves::{By, Move};
use crate::lint::knowledge::payloads::fate;
use crate::lint::knowledge::{awaited, calls, completion};
use crate::model::ids::{ActionId, EventId, StateId, VariableId};
use crate::model::journey::Trigger;
use crate::terms::value::Value;

/// One thing that must have happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Owed {
    /// An action was asked for, with such params: paths inside `event.payload.params`, and what stands there.
    Asked(ActionId, Vec<(Vec<SmolStr>, Value)>),
    /// What the variable of this slot was last set to is there.
    Present(u16),
}

/// What must have happened where `way` is gone.
pub fn before(machine: &Machine, knowledge: &Knowledge, way: &Move) -> Vec<Owed> {
    let By::Step(step) = way.by else { return Vec::new() };
    match &machine.step(step).trigger {
        Trigger::Events(events) => {
            fate(&machine.journey, events).map(|action| Owed::Asked(action, Vec::new())).into_iter().collect()
        }
        Trigger::Timer(timer) => {
            let tracked = |slot: &u16| knowledge.is_tracked(VariableId(*slot));
            awaited::by(knowledge.ground(), timer).filter(tracked).map(Owed::Present).collect()
        }
        Trigger::Always => Vec::new(),
    }
}

/// What is still owed before `way`; absent where the way itself stands against it.
pub fn left(
    machine: &Machine,
    knowledge: &Knowledge,
    (way, written): (&Move, &[u16]),
    owed: &[Owed],
) -> Option<Vec<Owed>> {
    let mut left = Vec::new();
    for one in owed {
        match one {
            Owed::Asked(action, params) if calls::asks(machine, way, *action, params) => {}
            Owed::Present(slot) if written.contains(slot) => {
                let carried = knowledge.carrier(machine).carried(way, knowledge.facts_before(machine, way))?;
                if carried[usize::from(*slot)].clone().present().is_empty() {
                    return None;
                }
            }
            other => left.push(other.clone()),
        }
    }
    for new in before(machine, knowledge, way) {
        if !left.contains(&new) {
            left.push(new);
        }
    }
    Some(left)
}

/// Whether nothing is owed any more by somebody who has just entered.
pub fn is_paid_at_entry(machine: &Machine, owed: &[Owed]) -> bool {
    owed.iter().all(|one| match one {
        Owed::Asked(..) => false,
        Owed::Present(slot) => machine.journey.context[usize::from(*slot)].default != Value::Unit,
    })
}

/// The final states in which people are where they go `way` because something is complete, as far as is told apart.
pub fn places(machine: &Machine, events: &[EventId]) -> Vec<Vec<StateId>> {
    let completed: Option<Vec<StateId>> = events.iter().map(|&event| completion::completed(machine, event)).collect();
    match completed.as_deref() {
        None | Some([]) => vec![Vec::new()],
        Some(all) => all.iter().flat_map(|&state| completion::places(machine, state)).collect(),
    }
}
