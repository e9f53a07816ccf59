//! The events that a journey emits, with what is known where it does, and whom they may enter.

use std::collections::BTreeSet;

use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::values_of;
use crate::expr::solve::values::Values;
use crate::expr::solve::world::{Thing, World};
use crate::expr::term::Condition;
use crate::graph::assigned::assigned;
use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::usage::works::raised;
use crate::lint::verdicts;
use crate::lint::verdicts::asking::{asked, is_whole};
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{Block, EventCall, EventKind, State, StateKind, Trigger, Work};
use crate::terms::value::Value;

/// An event that a journey may emit.
pub struct Emission<'c> {
    /// The event with its payload.
    pub call: &'c EventCall,
    /// Where it stands.
    pub place: Place,
    /// What is known there.
    world: World<'c>,
}

/// Where something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On the way into a state.
    Entry(StateId),
    /// On the way out of it.
    Exit(StateId),
    /// In a step.
    Step(StepId),
    /// In an exit rule.
    Rule,
}

/// The emissions of `case`, but for those that nobody comes to.
pub fn of<'c>(case: &'c Case<'_>) -> Vec<Emission<'c>> {
    let (machine, verdicts, knowledge) = (&case.machine, verdicts::of(case), case.knowledge());
    let journey = &machine.journey;
    let mut finder = Finder { case, found: Vec::new() };
    let (entries, exits) = (set_by(machine, |state| &state.on_entry), set_by(machine, |state| &state.on_exit));
    for id in (0..journey.states.len() as u32).map(StateId).filter(|id| verdicts.peopled[id.index()]) {
        let state = machine.state(id);
        finder.block(&state.on_entry, Place::Entry(id), &|| knowledge.world_of_state(id), &entries);
        finder.block(&state.on_exit, Place::Exit(id), &|| knowledge.world_of_state(id), &exits);
    }
    for (number, step) in journey.steps.iter().enumerate() {
        let id = StepId(number as u32);
        if verdicts.peopled[step.source.index()] && verdicts.happens(id) {
            let mut set = if step.to.is_empty() { BTreeSet::new() } else { exits.clone() };
            set.extend(knowledge.writes(machine, id));
            let world = || knowledge.world(machine, step.source, &step.trigger);
            finder.block(&step.actions, Place::Step(id), &world, &set);
        }
    }
    for (rule, verdict) in journey.exit.iter().zip(&verdicts.exits) {
        if !verdict.is_never() {
            finder.block(&rule.actions, Place::Rule, &|| knowledge.world_anywhere(machine, &rule.triggers), &exits);
        }
    }
    finder.found
}

fn set_by(machine: &Machine, block: fn(&State) -> &Block) -> BTreeSet<u16> {
    let mut set = BTreeSet::new();
    machine.journey.states.iter().for_each(|state| assigned(block(state), &mut set));
    set
}

struct Finder<'c, 'a> {
    case: &'c Case<'a>,
    found: Vec<Emission<'c>>,
}

impl<'c> Finder<'c, '_> {
    /// A list before which `world` holds; of the variables of `set`, and of those that it sets itself, only their types
    /// are known.
    fn block(&mut self, block: &'c Block, place: Place, world: &dyn Fn() -> World<'c>, set: &BTreeSet<u16>) {
        if !emits(block) {
            return;
        }
        let mut set = set.clone();
        assigned(block, &mut set);
        let (mut known, ground) = (world(), self.case.knowledge().ground());
        for slot in set {
            let all = ground.context.get(usize::from(slot)).cloned();
            known.set(Thing::Context(slot), all.unwrap_or_else(Values::any));
        }
        self.list(block, place, &known);
    }

    fn list(&mut self, block: &'c Block, place: Place, world: &World<'c>) {
        let anywhere = (&self.case.machine, &[][..]);
        for instruction in block {
            match &instruction.work {
                Work::Emit(call) => self.found.push(Emission { call, place, world: world.clone() }),
                Work::If(condition, then, otherwise) => {
                    let may = |holds: &[&Condition], fails: &[&Condition]| {
                        !is_whole(condition) || !asked(anywhere, holds, fails, world).is_no()
                    };
                    if emits(then) && may(&[condition], &[]) {
                        self.list(then, place, world);
                    }
                    if emits(otherwise) && may(&[], &[condition]) {
                        self.list(otherwise, place, world);
                    }
                }
                _ => {}
            }
        }
    }
}

fn emits(block: &Block) -> bool {
    block.iter().any(|instruction| match &instruction.work {
        Work::Emit(_) => true,
        Work::If(_, then, otherwise) => emits(then) || emits(otherwise),
        _ => false,
    })
}

impl Emission<'_> {
    /// Whether the guard of the entry of `case` may let in whom this reaches as `event`.
    pub fn may_enter(&self, case: &Case<'_>, event: EventId) -> bool {
        let (machine, knowledge) = (&case.machine, case.knowledge());
        let Some(guard) = machine.journey.entry.guard.as_ref().filter(|guard| is_whole(guard)) else { return true };
        let own = knowledge.world_of_event(machine, Machine::ROOT, event);
        let mut world = knowledge.world_of_entry(machine).event([machine.journey.events[event.index()].name.clone()]);
        for (number, path) in machine.journey.paths.iter().enumerate() {
            let (thing, Some((field, inside))) = (Thing::Payload(number as u16), path.split_first()) else { continue };
            let contract = own.get(thing);
            let told = match self.call.payload.iter().find(|(name, ..)| name == field) {
                Some((_, term, _)) => values_of(term, &self.world, &mut Budget::default()).at_path(inside),
                None if is_left_out(machine, event, field) => Values::one(&Value::Unit),
                None => contract.clone(),
            };
            let met = told.meet(&contract);
            world.set(thing, if met.is_empty() { contract } else { met });
        }
        !asked((machine, &[]), &[guard], &[], &world).is_no()
    }

    /// Whether the input in which this is emitted may end the journey.
    pub fn may_end(&self, case: &Case<'_>) -> bool {
        let (machine, verdicts) = (&case.machine, verdicts::of(case));
        let raised = raised(machine);
        let at_once = |step: StepId| {
            let inside = match &machine.step(step).trigger {
                Trigger::Always => true,
                Trigger::Timer(_) => false,
                Trigger::Events(events) => events.iter().any(|event| {
                    raised.contains(event) || matches!(machine.journey.events[event.index()].kind, EventKind::Done(_))
                }),
            };
            inside && verdicts.happens(step)
        };
        let ends = |reached: &[bool]| {
            let mut tops = machine.state(Machine::ROOT).children.iter();
            tops.any(|&top| matches!(machine.state(top).kind, StateKind::Final) && reached[top.index()])
        };
        let after = |step: StepId| machine.reachable_by(&[step], &at_once);
        let firing = || (0..machine.journey.steps.len() as u32).map(StepId).filter(|&step| verdicts.happens(step));
        match self.place {
            Place::Rule => true,
            Place::Step(step) => ends(&after(step)),
            Place::Entry(state) => {
                let through = |reached: &[bool]| reached[state.index()] && ends(reached);
                through(&machine.reachable(&at_once)) || firing().any(|step| through(&after(step)))
            }
            Place::Exit(state) => firing().any(|step| {
                let source = machine.step(step).source;
                let leaves = source == state || machine.is_inside(source, state) || machine.is_inside(state, source);
                leaves && ends(&after(step))
            }),
        }
    }
}

/// Whether `event` may come without `field`, and then it is missing.
fn is_left_out(machine: &Machine, event: EventId, field: &str) -> bool {
    let EventKind::Declared(contract, _) = &machine.journey.events[event.index()].kind else { return false };
    let mut fields = contract.fields.iter().filter(|known| known.name == *field);
    fields.any(|known| known.shape.optional && known.shape.default.is_none())
}
