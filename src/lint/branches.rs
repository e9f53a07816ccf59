//! Every `if` of a journey, with what is known where it stands.

use std::collections::BTreeSet;

use crate::expr::solve::values::Values;
use crate::expr::solve::world::{Thing, World};
use crate::expr::term::Condition;
use crate::graph::assigned::assigned;
use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::verdicts;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{Assign, Block, Instruction, State, Work};
use crate::syntax::content::{ConditionDecl, ItemDecl, ItemKind};

/// An `if`.
#[derive(Debug)]
pub struct Branch<'c> {
    /// As it was written.
    pub decl: &'c ConditionDecl,
    /// As it runs.
    pub compiled: &'c Condition,
    /// What it can read.
    pub world: World<'c>,
    /// Where it stands; the journey itself for an exit rule.
    pub state: StateId,
}

/// The `if`s of `case`, but for those that nobody comes to.
pub fn all<'c>(case: &'c Case<'_>) -> Vec<Branch<'c>> {
    let journey = &case.machine.journey;
    let verdicts = verdicts::of(case);
    let mut finder = Finder { case, found: Vec::new() };
    let (entries, exits) = (set_by(case, |state| &state.on_entry), set_by(case, |state| &state.on_exit));
    let is_peopled = |state: StateId| verdicts.reached[state.index()] && case.knowledge().is_visited(state);
    for (number, state) in journey.states.iter().enumerate() {
        let id = StateId(number as u32);
        let Some(decl) = case.state_decl(id).filter(|_| is_peopled(id)) else { continue };
        let world = || case.knowledge().world_of_state(id);
        finder.list((&state.on_entry, &decl.on_entry), id, &world, &entries);
        finder.list((&state.on_exit, &decl.on_exit), id, &world, &exits);
    }
    for (number, step) in journey.steps.iter().enumerate() {
        let id = StepId(number as u32);
        if is_peopled(step.source) && verdicts.fires(id) {
            let world = || case.knowledge().world(&case.machine, step.source, &step.trigger);
            let mut set: BTreeSet<u16> = if step.to.is_empty() { BTreeSet::new() } else { exits.clone() };
            set.extend(slots(&step.set));
            finder.list((&step.actions, &case.step_decl(id).actions), step.source, &world, &set);
        }
    }
    for (rule, decl) in journey.exit.iter().zip(&case.document.exit) {
        let world = || case.knowledge().world_anywhere(&case.machine, &rule.triggers);
        finder.list((&rule.actions, &decl.actions), Machine::ROOT, &world, &exits);
    }
    finder.found
}

fn set_by<'c>(case: &'c Case<'_>, block: fn(&'c State) -> &'c Block) -> BTreeSet<u16> {
    let mut set = BTreeSet::new();
    case.machine.journey.states.iter().for_each(|state| assigned(block(state), &mut set));
    set
}

fn slots(assigns: &[Assign]) -> impl Iterator<Item = u16> + '_ {
    assigns.iter().map(|assign| assign.variable.0)
}

struct Finder<'c, 'a> {
    case: &'c Case<'a>,
    found: Vec<Branch<'c>>,
}

impl<'c> Finder<'c, '_> {
    /// The `if`s of a list at whose beginning `world` holds, but for the variables of `set`.
    fn list(
        &mut self,
        (block, decls): (&'c Block, &'c [ItemDecl]),
        state: StateId,
        world: &dyn Fn() -> World<'c>,
        set: &BTreeSet<u16>,
    ) {
        if block.iter().any(|instruction| matches!(instruction.work, Work::If(..))) {
            let mut known = world();
            self.forget(&mut known, set.iter().copied());
            self.walk((block, decls), state, &mut known);
        }
    }

    fn walk(&mut self, (block, decls): (&'c [Instruction], &'c [ItemDecl]), state: StateId, world: &mut World<'c>) {
        for instruction in block {
            match &instruction.work {
                Work::Set(assigns) => self.forget(world, slots(assigns)),
                Work::If(compiled, then, otherwise) => {
                    let place = instruction.position.rsplit('.').next().and_then(|last| last.parse::<usize>().ok());
                    let Some(ItemKind::If(decl, yes, no)) = place.and_then(|at| decls.get(at)).map(|item| &item.kind)
                    else {
                        continue;
                    };
                    self.found.push(Branch { decl, compiled, world: world.clone(), state });
                    self.walk((then, yes), state, &mut world.clone());
                    self.walk((otherwise, no), state, &mut world.clone());
                    let mut set = BTreeSet::new();
                    assigned(then, &mut set);
                    assigned(otherwise, &mut set);
                    self.forget(world, set.into_iter());
                }
                _ => {}
            }
        }
    }

    fn forget(&self, world: &mut World<'c>, slots: impl Iterator<Item = u16>) {
        for slot in slots {
            let all = self.case.knowledge().ground().context.get(usize::from(slot));
            world.set(Thing::Context(slot), all.cloned().unwrap_or_else(Values::any));
        }
    }
}
