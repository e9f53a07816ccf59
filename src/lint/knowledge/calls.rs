//! The calls of a journey's actions: what they give, and on which ways they are.

use std::collections::BTreeSet;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::expr::solve::values::Values;
use crate::expr::term::Term;
use crate::graph::machine::Machine;
use crate::lint::blocks;
use crate::lint::knowledge::activity::together;
use crate::lint::knowledge::moves::{By, Move};
use crate::model::ids::{ActionId, StateId};
use crate::model::journey::{Block, Journey, Work};
use crate::terms::shape::Shape;
use crate::terms::value::Value;

/// A call of an action: its params by name.
type Params = [(SmolStr, Term, Option<Arc<Shape>>)];

/// What the param `name` of `action` may be; absent where a call computes it, or another version of the journey may have
/// asked.
pub fn given(journey: &Journey, action: ActionId, name: &SmolStr) -> Option<Values> {
    if !journey.migrate.is_empty() {
        return None;
    }
    let field = journey.actions[action.index()].params.iter().find(|field| field.name == *name)?;
    let default = field.shape.default.as_ref().unwrap_or(&Value::Unit);
    let (mut all, mut known) = (Values::none(), true);
    blocks::all(journey, &mut |block| {
        blocks::each(block, &mut |instruction| {
            let Work::Act(of, params) = &instruction.work else { return };
            if *of != action {
                return;
            }
            match params.iter().find(|(param, ..)| param == name).map(|(_, term, _)| term) {
                Some(Term::Constant(value)) => all = all.join(&Values::one(value)),
                Some(_) => known = false,
                None => all = all.join(&Values::one(default)),
            }
        });
    });
    (known && !all.is_empty()).then_some(all)
}

/// The actions that may be asked for on `way`.
pub fn asked(machine: &Machine, way: &Move) -> BTreeSet<ActionId> {
    let mut asked = BTreeSet::new();
    run(machine, way, &mut |block| {
        blocks::each(block, &mut |instruction| {
            if let Work::Act(action, _) = &instruction.work {
                asked.insert(*action);
            }
        });
    });
    asked
}

/// Whether `action` may be asked for with such params on `way`.
pub fn asks(machine: &Machine, way: &Move, action: ActionId, params: &[(Vec<SmolStr>, Value)]) -> bool {
    let mut asked = false;
    run(machine, way, &mut |block| {
        blocks::each(block, &mut |instruction| {
            if let Work::Act(of, given) = &instruction.work {
                asked |= *of == action && params.iter().all(|(path, value)| fits(given, path, value));
            }
        });
    });
    asked
}

/// Whether the param at `path` may be `value` in a call.
fn fits(given: &Params, path: &[SmolStr], value: &Value) -> bool {
    let Some((first, rest)) = path.split_first() else { return true };
    match given.iter().find(|(name, ..)| name == first) {
        Some((_, Term::Constant(whole), _)) => whole.at_path(rest) == value,
        // What is computed for it is not followed; what is left out has its default.
        Some(_) => false,
        None => true,
    }
}

/// Hands `visit` the lists of actions that may run on `way`.
fn run<'m>(machine: &'m Machine, way: &Move, visit: &mut dyn FnMut(&'m Block)) {
    if let By::Step(step) = way.by {
        visit(&machine.step(step).actions);
    }
    let Some(domain) = way.domain else { return };
    let inside = |state: &StateId| machine.is_inside(domain, *state);
    let within = (domain.0 + 1..=machine.state(domain).last.0).map(StateId);
    for state in within.filter(|&state| !machine.state(state).on_exit.is_empty()) {
        if way.by != By::Entry && together(machine, way.source, state) {
            visit(&machine.state(state).on_exit);
        }
    }
    for state in way.leaves.iter().flat_map(|&leaf| machine.outward(leaf).take_while(inside)) {
        visit(&machine.state(state).on_entry);
    }
}
