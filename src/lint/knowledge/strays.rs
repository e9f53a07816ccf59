//! What people may have whom no move of a journey tells of: what is set where nobody ever comes, which is a fault of its
//! own on which no proof is built, and what people bring who move to an image of `migrate`.

use std::collections::{BTreeMap, BTreeSet};

use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::values_of;
use crate::expr::solve::values::Values;
use crate::expr::solve::world::World;
use crate::graph::machine::Machine;
use crate::lint::blocks;
use crate::lint::knowledge::carrier::Carrier;
use crate::lint::knowledge::completable::waits_in_vain;
use crate::lint::knowledge::flow::Unseen;
use crate::lint::knowledge::index::own;
use crate::lint::knowledge::moves::{self, By, Move};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{Assign, StateKind};

/// What is so of them in a journey with these `moves`.
pub fn of(carrier: &Carrier<'_>, moves: &[Move]) -> Unseen {
    let machine = carrier.machine;
    let mut stays = BTreeMap::new();
    // One who moves may have anything: a variable that the old version lacked has its default, any other what was set there.
    let anything = || carrier.slots.iter().map(|&slot| (slot, carrier.ground.context[slot].clone())).collect();
    for image in moves::images(machine) {
        let is_parallel = |at: &StateId| matches!(machine.state(*at).kind, StateKind::Parallel);
        // Whoever moves into one region is in the others as well.
        let whole = machine.outward(image).filter(is_parallel).last().unwrap_or(image);
        stays.insert(whole, anything());
    }
    let in_vain = set_in_vain(carrier, moves);
    if !in_vain.is_empty() {
        stays.entry(Machine::ROOT).or_insert(in_vain);
    }
    Unseen { stays, arrivals: moves::arrivals(machine) }
}

/// By slot, what is set in states to which no steps lead that can be taken, by what takes people out of them, and by steps
/// that wait for what is never done.
fn set_in_vain(carrier: &Carrier<'_>, moves: &[Move]) -> BTreeMap<usize, Values> {
    let machine = carrier.machine;
    // One that waits for what is never done is no way on.
    let steps = (0..machine.journey.steps.len() as u32).map(StepId);
    let idle: BTreeSet<StepId> = steps.filter(|&step| waits_in_vain(machine, step)).collect();
    let reached = machine.reachable(&|step| !idle.contains(&step));
    let mut found: BTreeMap<usize, Values> = BTreeMap::new();
    if idle.is_empty() && reached.iter().all(|reached| *reached) {
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
    let in_vain = |way: &&Move| match way.by {
        By::Entry => false,
        By::Arm(_) => !reached[way.source.index()],
        By::Step(step) => !reached[way.source.index()] || idle.contains(&step),
    };
    for way in moves.iter().filter(in_vain) {
        own(machine, way).iter().for_each(&mut add);
        if let By::Step(step) = way.by {
            blocks::assignments(&machine.step(step).actions, &mut add);
        }
    }
    found.retain(|slot, values| carrier.slots.contains(slot) && !values.is_empty());
    found
}
