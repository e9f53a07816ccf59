//! What must have happened before somebody goes a way, beside the values of variables: an action was asked for whose fate
//! comes, a variable was set that a timer waits for.

use std::collections::BTreeSet;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::values_of;
use crate::expr::solve::values::Values;
use crate::expr::solve::world::{Ground, Thing, World};
use crate::expr::term::Term;
use crate::graph::machine::Machine;
use crate::lint::blocks;
use crate::lint::knowledge::activity::together;
use crate::lint::knowledge::completion;
use crate::lint::knowledge::known::Knowledge;
use crate::lint::knowledge::moves::{By, Move};
use crate::lint::knowledge::payloads::fate;
use crate::model::ids::{ActionId, EventId, StateId, VariableId};
use crate::model::journey::{Block, Due, Timer, Trigger, Work};
use crate::terms::shape::Shape;
use crate::terms::value::Value;

/// One thing that must have happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Owed {
    /// An action was asked for, with such params: paths inside `event.payload.params`, and what stands there.
    Asked(ActionId, Vec<(Vec<SmolStr>, Value)>),
    /// What the variable of this slot was last set to is there.
    Present(u16),
}

/// A call of an action: its params by name.
type Params = [(SmolStr, Term, Option<Arc<Shape>>)];

/// What must have happened where `way` is gone.
pub fn before(machine: &Machine, knowledge: &Knowledge, way: &Move) -> Vec<Owed> {
    let By::Step(step) = way.by else { return Vec::new() };
    match &machine.step(step).trigger {
        Trigger::Events(events) => {
            fate(&machine.journey, events).map(|action| Owed::Asked(action, Vec::new())).into_iter().collect()
        }
        Trigger::Timer(timer) => {
            let tracked = |slot: &u16| knowledge.is_tracked(VariableId(*slot));
            awaited(knowledge.ground(), timer).filter(tracked).map(Owed::Present).collect()
        }
        Trigger::Always => Vec::new(),
    }
}

/// The variables without which a timer is never due: those that may be missing, and then its instant is.
pub fn awaited<'t>(ground: &'t Ground, timer: &'t Timer) -> impl Iterator<Item = u16> + 't {
    let term = if let Due::At(term) = &timer.due { Some(term) } else { None };
    let awaits = move |&slot: &u16| {
        let may_be_missing = ground.context[usize::from(slot)].contains(&Value::Unit);
        let world = || World::of(ground).with(Thing::Context(slot), Values::one(&Value::Unit));
        let due = |term: &Term| values_of(term, &world(), &mut Budget::default()).present();
        may_be_missing && term.is_some_and(|term| due(term).is_empty())
    };
    timer.reads.context.iter().copied().filter(awaits)
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
            Owed::Asked(action, params) if asks(machine, way, *action, params) => {}
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
fn asks(machine: &Machine, way: &Move, action: ActionId, params: &[(Vec<SmolStr>, Value)]) -> bool {
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

/// The final states in which people are where they go `way` because something is complete, as far as is told apart.
pub fn places(machine: &Machine, events: &[EventId]) -> Vec<Vec<StateId>> {
    let completed: Option<Vec<StateId>> = events.iter().map(|&event| completion::completed(machine, event)).collect();
    match completed.as_deref() {
        None | Some([]) => vec![Vec::new()],
        Some(all) => all.iter().flat_map(|&state| completion::places(machine, state)).collect(),
    }
}
