//! What becomes of variables when people go one way: what must be so that they go it, and what is set on it.

use std::collections::BTreeSet;

use crate::expr::check::Reads;
use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::{Claims, narrowed, values_of};
use crate::expr::solve::values::Values;
use crate::expr::solve::world::{Ground, Thing, World};
use crate::expr::term::{Condition, Term};
use crate::graph::machine::Machine;
use crate::lint::knowledge::awaited;
use crate::lint::knowledge::gate::Gate;
use crate::lint::knowledge::moves::{self, By, Move, Passed};
use crate::lint::knowledge::payloads::Payloads;
use crate::lint::knowledge::worlds;
use crate::model::ids::VariableId;
use crate::model::journey::{Assign, Block, StateKind, Trigger, Work};

/// What variables may be, by slot.
pub type Facts = Vec<Values>;

/// Carries what is known over a way.
pub struct Carrier<'m> {
    /// The journey.
    pub machine: &'m Machine,
    /// What holds in all of it.
    pub ground: &'m Ground,
    payloads: &'m Payloads,
    tracked: &'m [bool],
    /// The variables of which it is known what sets them.
    pub slots: Vec<usize>,
}

impl<'m> Carrier<'m> {
    /// `tracked` says by slot of which variables it is known what sets them.
    pub fn new(machine: &'m Machine, ground: &'m Ground, payloads: &'m Payloads, tracked: &'m [bool]) -> Self {
        let slots = (0..tracked.len()).filter(|&slot| tracked[slot]).collect();
        Self { machine, ground, payloads, tracked, slots }
    }

    /// What variables are before anybody has entered.
    pub fn beginning(&self) -> Facts {
        let mut facts = self.ground.context.clone();
        for &slot in &self.slots {
            facts[slot] = Values::one(&self.machine.journey.context[slot].default);
        }
        facts
    }

    /// What is asked before `way` is gone, as far as it says something of variables or of what is set on it.
    pub fn gate(&self, way: &Move) -> Gate<'m> {
        let mut gate = Gate::of(self.machine, way.source, way.by).about(&|reads, sets| self.is_about(reads, sets));
        if let By::Step(step) = way.by
            && let Trigger::Timer(timer) = &self.machine.step(step).trigger
        {
            gate.awaits = awaited::by(self.ground, timer).filter(|&slot| self.tracked[usize::from(slot)]).collect();
        }
        gate
    }

    fn is_about(&self, reads: &Reads, payload: bool) -> bool {
        let tracked = |slot: &u16| self.tracked.get(usize::from(*slot)).is_some_and(|tracked| *tracked);
        reads.context.iter().any(tracked) || payload && !reads.payload.is_empty()
    }

    /// What is so for people who go `way`, with what they can read on it; absent where nobody goes it.
    pub fn enter(&self, way: &Move, gate: &Gate<'_>, facts: &mut Facts) -> Option<World<'m>> {
        for &slot in &gate.awaits {
            let known = &mut facts[usize::from(slot)];
            *known = known.clone().present();
            if known.is_empty() {
                return None;
            }
        }
        if gate.is_open() && !gate.sets {
            return Some(World::of(self.ground));
        }
        let mut world = self.world(way);
        self.narrow((&gate.holds, &gate.fails), &mut world, facts).then_some(world)
    }

    /// What people can read on `way`; of variables nothing is said.
    pub fn world(&self, way: &Move) -> World<'m> {
        match way.by {
            By::Entry => worlds::entering(self.machine, self.ground, self.payloads),
            By::Arm(_) => World::of(self.ground),
            By::Step(step) => {
                worlds::triggered(self.machine, self.ground, self.payloads, &self.machine.step(step).trigger)
            }
        }
    }

    /// Narrows what is known by conditions that hold and others that fail; whether they can.
    fn narrow(&self, (holds, fails): (&[&Condition], &[&Condition]), world: &mut World<'m>, facts: &mut Facts) -> bool {
        if holds.is_empty() && fails.is_empty() {
            return true;
        }
        let known = worlds::knowing(world.clone(), self.ground, facts);
        let Some(found) = narrowed(&Claims { holds, fails }, &known, &mut Budget::default()) else { return false };
        for (thing, values) in found {
            match thing {
                Thing::Context(slot) if self.tracked[usize::from(slot)] => facts[usize::from(slot)] = values,
                Thing::Payload(_) => world.set(thing, values),
                _ => {}
            }
        }
        true
    }

    /// What is set on the way out.
    pub fn exits(&self, way: &Move, facts: &mut Facts, set: &mut BTreeSet<usize>) {
        for passed in &way.exits {
            self.pass(&self.machine.state(passed.state).on_exit, *passed, facts, set);
        }
    }

    /// What is set on the way in.
    pub fn entries(&self, way: &Move, facts: &mut Facts, set: &mut BTreeSet<usize>) {
        for passed in &way.entries {
            self.pass(&self.machine.state(passed.state).on_entry, *passed, facts, set);
        }
    }

    /// What a step, an arm or the entry sets itself.
    pub fn content(&self, way: &Move, world: &World<'m>, facts: &mut Facts, set: &mut BTreeSet<usize>) {
        let journey = &self.machine.journey;
        match way.by {
            By::Entry => self.assign(&journey.entry.set, world, facts, set),
            By::Arm(arm) => {
                if let StateKind::Split(split) = &self.machine.state(way.source).kind {
                    self.assign(&split.arms[arm].set, world, facts, set);
                }
            }
            By::Step(step) => {
                let step = self.machine.step(step);
                self.assign(&step.set, world, facts, set);
                self.block(&step.actions, world, facts, set);
            }
        }
    }

    /// What variables are behind `way`, if nothing comes between; absent where nobody goes it.
    pub fn carried(&self, way: &Move, mut facts: Facts) -> Option<Facts> {
        let mut set = BTreeSet::new();
        let world = self.enter(way, &self.gate(way), &mut facts)?;
        self.exits(way, &mut facts, &mut set);
        self.content(way, &world, &mut facts, &mut set);
        self.entries(way, &mut facts, &mut set);
        Some(facts)
    }

    fn pass(&self, block: &Block, passed: Passed, facts: &mut Facts, set: &mut BTreeSet<usize>) {
        let before = (!passed.certain).then(|| facts.clone());
        self.block(block, &World::of(self.ground), facts, set);
        if let Some(before) = before {
            self.join(facts, &before);
        }
    }

    fn block(&self, block: &Block, world: &World<'m>, facts: &mut Facts, set: &mut BTreeSet<usize>) {
        for instruction in block {
            match &instruction.work {
                Work::Set(assigns) => self.assign(assigns, world, facts, set),
                Work::If(condition, then, otherwise) if moves::sets(then) || moves::sets(otherwise) => {
                    self.branch((condition, then, otherwise), world, facts, set);
                }
                _ => {}
            }
        }
    }

    /// What both lists of an `if` leave, each where it is run.
    fn branch(
        &self,
        (condition, then, otherwise): (&Condition, &Block, &Block),
        world: &World<'m>,
        facts: &mut Facts,
        set: &mut BTreeSet<usize>,
    ) {
        let is_told = self.is_about(&condition.reads(), true);
        let asked: &[&Condition] = if is_told { &[condition] } else { &[] };
        let mut run = |claims: (&[&Condition], &[&Condition]), block: &Block| {
            let (mut world, mut facts) = (world.clone(), facts.clone());
            let may = self.narrow(claims, &mut world, &mut facts);
            may.then(|| {
                self.block(block, &world, &mut facts, set);
                facts
            })
        };
        *facts = match (run((asked, &[]), then), run((&[], asked), otherwise)) {
            (Some(mut one), Some(other)) => {
                self.join(&mut one, &other);
                one
            }
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => return,
        };
    }

    /// All right-hand sides see what was before.
    fn assign(&self, assigns: &[Assign], world: &World<'m>, facts: &mut Facts, set: &mut BTreeSet<usize>) {
        let known = assigns.iter().filter(|assign| self.tracked[assign.variable.index()]);
        let values: Vec<(VariableId, Values)> =
            known.map(|assign| (assign.variable, self.value(assign, world, facts))).collect();
        for (variable, values) in values {
            facts[variable.index()] = values;
            set.insert(variable.index());
        }
    }

    fn value(&self, assign: &Assign, world: &World<'m>, facts: &Facts) -> Values {
        if let Term::Constant(value) = &assign.value {
            return Values::one(value);
        }
        let world = worlds::knowing(world.clone(), self.ground, facts);
        let all = &self.ground.context[assign.variable.index()];
        let met = values_of(&assign.value, &world, &mut Budget::default()).meet(all);
        // What never fits is rolled back whenever it runs; nothing is built on that.
        if met.is_empty() { all.clone() } else { met }
    }

    fn join(&self, facts: &mut Facts, other: &Facts) {
        for &slot in &self.slots {
            facts[slot] = facts[slot].join(&other[slot]);
        }
    }
}
