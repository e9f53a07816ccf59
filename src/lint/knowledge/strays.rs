//! What is set where nobody ever comes. That it never runs is a fault of its own, on which no proof is built.

use std::collections::BTreeMap;

use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::values_of;
use crate::expr::solve::values::Values;
use crate::expr::solve::world::World;
use crate::lint::blocks;
use crate::lint::knowledge::carrier::Carrier;
use crate::lint::knowledge::index::own;
use crate::lint::knowledge::moves::{By, Move};
use crate::model::ids::StateId;
use crate::model::journey::Assign;

/// By slot, what is set in states to which no steps lead, or by what takes people out of them.
pub fn of(carrier: &Carrier<'_>, moves: &[Move]) -> BTreeMap<usize, Values> {
    let machine = carrier.machine;
    let reached = machine.reachable(&|_| true);
    let mut found: BTreeMap<usize, Values> = BTreeMap::new();
    if reached.iter().all(|reached| *reached) {
        return found;
    }
    let mut add = |assign: &Assign| {
        let slot = assign.variable.index();
        let set = values_of(&assign.value, &World::of(carrier.ground), &mut Budget::default());
        let set = set.meet(&carrier.ground.context[slot]);
        let all = found.get(&slot).map_or_else(|| set.clone(), |known| known.join(&set));
        found.insert(slot, all);
    };
    for state in (0..reached.len() as u32).map(StateId).filter(|state| !reached[state.index()]) {
        blocks::assignments(&machine.state(state).on_entry, &mut add);
        blocks::assignments(&machine.state(state).on_exit, &mut add);
    }
    for way in moves.iter().filter(|way| way.by != By::Entry && !reached[way.source.index()]) {
        own(machine, way).iter().for_each(&mut add);
        if let By::Step(step) = way.by {
            blocks::assignments(&machine.step(step).actions, &mut add);
        }
    }
    found.retain(|slot, values| carrier.slots.contains(slot) && !values.is_empty());
    found
}
