//! One way gone backwards: what must have been before it, so that variables are behind it as they are wanted.

use std::collections::{BTreeMap, BTreeSet};

use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::{Claims, exemplified};
use crate::expr::solve::values::Values;
use crate::expr::solve::witness::Comes;
use crate::expr::solve::world::{Thing, World};
use crate::expr::term::{Condition, Term};
use crate::graph::assigned::assigned;
use crate::graph::machine::Machine;
use crate::lint::knowledge::carrier::{Carrier, Facts};
use crate::lint::knowledge::gate::Gate;
use crate::lint::knowledge::index::{own, written};
use crate::lint::knowledge::known::Knowledge;
use crate::lint::knowledge::moves::{By, Move};
use crate::lint::knowledge::worlds;
use crate::model::ids::VariableId;
use crate::model::journey::{Assign, Block, Work};
use crate::terms::value::Value;

/// What things must be.
pub type Wanted = BTreeMap<Thing, Value>;

/// At most so many pasts are followed of one way.
const MOST: usize = 8;

/// One thing that happens on a way.
#[derive(Clone, Copy, Debug)]
enum Stage<'m> {
    /// What is asked before it is gone.
    Gate(&'m Gate<'m>),
    /// A condition that holds, or fails.
    Asked(&'m Condition, bool),
    Set(&'m [Assign]),
    If(&'m Condition, &'m Block, &'m Block),
    /// What may be done or not.
    Perhaps(&'m Block),
}

/// Goes ways backwards.
pub struct Undo<'m> {
    machine: &'m Machine,
    knowledge: &'m Knowledge,
    carrier: Carrier<'m>,
    /// Steps of the solver that are left for all questions together.
    left: u32,
}

/// One way, and what is known where it begins.
struct Way<'m> {
    world: World<'m>,
    facts: Facts,
    written: Vec<u16>,
}

impl<'m> Undo<'m> {
    /// In a journey of which `knowledge` is known, as far as `left` steps of the solver go.
    pub fn new(machine: &'m Machine, knowledge: &'m Knowledge, left: u32) -> Self {
        Self { machine, knowledge, carrier: knowledge.carrier(machine), left }
    }

    /// Steps of the solver that are left.
    pub const fn left(&self) -> u32 {
        self.left
    }

    /// The pasts of `wanted` by `way`: what variables must have been, and who the person is. That variables may be so
    /// where the way begins is known of each, no more.
    pub fn pasts(&mut self, way: &'m Move, wanted: &Wanted) -> Vec<Wanted> {
        let machine = self.machine;
        let facts = self.knowledge.facts_before(machine, way);
        let known = Way { world: self.carrier.world(way), facts, written: written(machine, way) };
        let gate = Gate::of(machine, way.source, way.by);
        let mut found = Vec::new();
        self.undo(&stages(machine, way, &gate), &known, wanted.clone(), &mut found);
        for past in &mut found {
            past.retain(|thing, _| match thing {
                Thing::Context(slot) => self.knowledge.is_tracked(VariableId(*slot)),
                Thing::UserId | Thing::Anonymous | Thing::Now => true,
                _ => false,
            });
        }
        let may_be = |past: &Wanted| {
            past.iter().all(|(thing, value)| match thing {
                Thing::Context(slot) => known.facts[usize::from(*slot)].contains(value),
                _ => true,
            })
        };
        found.retain(may_be);
        found
    }

    /// What is set on `way` together with the variable of `slot`, where that is set to `value`: what can be told of it.
    pub fn fitted(&mut self, way: &Move, slot: u16, value: &Value) -> Vec<(u16, Value)> {
        let assigns = own(self.machine, way);
        let Some(asked) = assigns.iter().find(|assign| assign.variable.0 == slot) else { return Vec::new() };
        let facts = self.knowledge.facts_before(self.machine, way);
        let world = worlds::knowing(self.carrier.world(way), self.knowledge.ground(), &facts);
        let mut budget = Budget::default();
        let answer = exemplified(&Claims::default(), &[(&asked.value, value)], &world, &mut budget);
        self.left = self.left.saturating_sub(budget.spent());
        let Some(witness) = answer.witness() else { return Vec::new() };
        // What reads something else than this one has no value here, or a wrong one, which is found out in time.
        let known = |assign: &Assign| match witness.value(&assign.value) {
            Ok(Value::Unit) | Err(_) => None,
            Ok(value) => Some((assign.variable.0, value)),
        };
        assigns.iter().filter_map(known).collect()
    }

    fn undo(&mut self, stages: &[Stage<'_>], way: &Way<'_>, wanted: Wanted, found: &mut Vec<Wanted>) {
        let Some((last, rest)) = stages.split_last() else { return found.push(wanted) };
        if found.len() >= MOST {
            return;
        }
        let is_wanted = |block: &Block| {
            let mut set = BTreeSet::new();
            assigned(block, &mut set);
            set.iter().any(|slot| wanted.contains_key(&Thing::Context(*slot)))
        };
        match last {
            Stage::Gate(gate) => {
                let before = self.before((&gate.holds, &gate.fails), &[], (way, true), wanted);
                found.extend(before);
            }
            Stage::Asked(condition, holds) => {
                let one: &[&Condition] = &[condition];
                let claims: (&[&Condition], &[&Condition]) = if *holds { (one, &[]) } else { (&[], one) };
                if let Some(before) = self.before(claims, &[], (way, false), wanted) {
                    self.undo(rest, way, before, found);
                }
            }
            Stage::Perhaps(block) if is_wanted(block) => {}
            Stage::If(condition, then, other) if is_wanted(then) || is_wanted(other) => {
                for (block, holds) in [(then, true), (other, false)] {
                    let mut stages = rest.to_vec();
                    stages.push(Stage::Asked(condition, holds));
                    stages.extend(block_stages(block));
                    self.undo(&stages, way, wanted.clone(), found);
                }
            }
            Stage::Set(assigns) => self.unset(assigns, rest, way, wanted, found),
            Stage::Perhaps(_) | Stage::If(..) => self.undo(rest, way, wanted, found),
        }
    }

    /// Before a `set`; where nothing comes before that on its way, together with what is asked there.
    fn unset(
        &mut self,
        assigns: &[Assign],
        rest: &[Stage<'_>],
        way: &Way<'_>,
        mut wanted: Wanted,
        found: &mut Vec<Wanted>,
    ) {
        let mut comes: Vec<(&Term, Value)> = Vec::new();
        for assign in assigns {
            if let Some(value) = wanted.remove(&Thing::Context(assign.variable.0)) {
                comes.push((&assign.value, value));
            }
        }
        if comes.is_empty() {
            return self.undo(rest, way, wanted, found);
        }
        let comes: Vec<Comes<'_>> = comes.iter().map(|(term, value)| (*term, value)).collect();
        if let [Stage::Gate(gate)] = rest {
            found.extend(self.before((&gate.holds, &gate.fails), &comes, (way, true), wanted));
        } else if let Some(before) = self.before((&[], &[]), &comes, (way, false), wanted) {
            self.undo(rest, way, before, found);
        }
    }

    /// What must have been where conditions hold and fail, and terms come to values.
    fn before(
        &mut self,
        (holds, fails): (&[&Condition], &[&Condition]),
        comes: &[Comes<'_>],
        (way, begins): (&Way<'_>, bool),
        mut wanted: Wanted,
    ) -> Option<Wanted> {
        if holds.is_empty() && fails.is_empty() && comes.is_empty() {
            return Some(wanted);
        }
        let mut world = worlds::knowing(way.world.clone(), self.knowledge.ground(), &way.facts);
        if !begins {
            // What was set before on this way is not what it was where that begins.
            for slot in &way.written {
                world.set(Thing::Context(*slot), self.knowledge.ground().context[usize::from(*slot)].clone());
            }
        }
        let mut world = self.knowledge.settled(world);
        for (thing, value) in &wanted {
            let values = match (thing, value) {
                (Thing::Now, Value::Timestamp(at)) => Values::until(*at),
                _ => Values::one(value),
            };
            world.set(*thing, values);
        }
        let mut budget = Budget::default();
        let answer = exemplified(&Claims { holds, fails }, comes, &world, &mut budget);
        self.left = self.left.saturating_sub(budget.spent());
        wanted.extend(answer.witness()?.reads().into_iter().filter(|(thing, _)| !matches!(thing, Thing::InState(_))));
        Some(wanted)
    }
}

/// What happens on a way, in order.
fn stages<'s>(machine: &'s Machine, way: &Move, gate: &'s Gate<'s>) -> Vec<Stage<'s>> {
    let mut all = vec![Stage::Gate(gate)];
    for passed in &way.exits {
        pass(&machine.state(passed.state).on_exit, passed.certain, &mut all);
    }
    all.push(Stage::Set(own(machine, way)));
    if let By::Step(step) = way.by {
        all.extend(block_stages(&machine.step(step).actions));
    }
    for passed in &way.entries {
        pass(&machine.state(passed.state).on_entry, passed.certain, &mut all);
    }
    all
}

fn pass<'s>(block: &'s Block, certain: bool, all: &mut Vec<Stage<'s>>) {
    if certain {
        all.extend(block_stages(block));
    } else {
        all.push(Stage::Perhaps(block));
    }
}

fn block_stages(block: &Block) -> impl Iterator<Item = Stage<'_>> {
    block.iter().filter_map(|instruction| match &instruction.work {
        Work::Set(assigns) => Some(Stage::Set(assigns)),
        Work::If(condition, then, other) => Some(Stage::If(condition, then, other)),
        _ => None,
    })
}
