//! The moves of a journey by what they do: what they set, and where they bring people.

use std::collections::BTreeSet;

use crate::graph::assigned::assigned;
use crate::graph::machine::Machine;
use crate::lint::knowledge::calls;
use crate::lint::knowledge::moves::{By, Move};
use crate::model::ids::StateId;
use crate::model::journey::{Assign, StateKind};

/// Moves, by what they do; numbers are their places in the knowledge of a journey.
#[derive(Debug)]
pub struct Index {
    /// By move, the variables that it may set.
    pub written: Vec<Vec<u16>>,
    /// By variable, the moves that may set it.
    pub setting: Vec<Vec<usize>>,
    /// By state, the moves that may enter it.
    pub entering: Vec<Vec<usize>>,
    /// By action, the moves that may ask for it.
    pub asking: Vec<Vec<usize>>,
}

impl Index {
    /// Of `moves`, which are those of `machine`.
    pub fn of(machine: &Machine, moves: &[Move]) -> Self {
        let journey = &machine.journey;
        let written: Vec<Vec<u16>> = moves.iter().map(|way| written(machine, way)).collect();
        let mut setting = vec![Vec::new(); journey.context.len()];
        let mut entering: Vec<Vec<usize>> = vec![Vec::new(); journey.states.len()];
        let mut asking: Vec<Vec<usize>> = vec![Vec::new(); journey.actions.len()];
        for (number, way) in moves.iter().enumerate() {
            for action in calls::asked(machine, way) {
                asking[action.index()].push(number);
            }
            written[number].iter().for_each(|&slot| setting[usize::from(slot)].push(number));
            let inside = |state: &StateId| way.domain.is_some_and(|domain| machine.is_inside(domain, *state));
            for state in way.leaves.iter().flat_map(|&leaf| machine.outward(leaf).take_while(inside)) {
                let known = &mut entering[state.index()];
                if known.last() != Some(&number) {
                    known.push(number);
                }
            }
        }
        Self { written, setting, entering, asking }
    }
}

/// The variables that may be set on a way, by slot.
pub fn written(machine: &Machine, way: &Move) -> Vec<u16> {
    let mut set = BTreeSet::new();
    way.exits.iter().for_each(|passed| assigned(&machine.state(passed.state).on_exit, &mut set));
    way.entries.iter().for_each(|passed| assigned(&machine.state(passed.state).on_entry, &mut set));
    set.extend(own(machine, way).iter().map(|assign| assign.variable.0));
    if let By::Step(step) = way.by {
        assigned(&machine.step(step).actions, &mut set);
    }
    set.into_iter().collect()
}

/// What takes people on says of variables.
pub fn own<'m>(machine: &'m Machine, way: &Move) -> &'m [Assign] {
    match (way.by, &machine.state(way.source).kind) {
        (By::Entry, _) => &machine.journey.entry.set,
        (By::Step(step), _) => &machine.step(step).set,
        (By::Arm(arm), StateKind::Split(split)) => &split.arms[arm].set,
        (By::Arm(_), _) => &[],
    }
}
