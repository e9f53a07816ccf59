//! What was taken to be so on the way, and whether all of it can be.

use std::collections::BTreeMap;

use crate::expr::reads::Reads;
use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::{Claims, possible};
use crate::expr::solve::values::Values;
use crate::expr::solve::world::Thing;
use crate::expr::term::Condition;
use crate::lint::fatigue::ground::Ground;
use crate::model::journey::Assign;
use crate::terms::value::Value;

/// What was taken to be so of one person.
#[derive(Clone, Debug, Default)]
pub struct Premises<'g> {
    facts: Vec<Fact<'g>>,
    /// Variables whose value is known.
    values: BTreeMap<u16, Value>,
    /// Variables that were set to nobody knows what, and at which moment.
    blurred: BTreeMap<u16, usize>,
    /// Whether any of it was about the time.
    timed: bool,
}

/// A condition that holds, or does not.
#[derive(Clone, Debug)]
struct Fact<'g> {
    condition: &'g Condition,
    holds: bool,
    reads: Reads,
}

impl<'g> Premises<'g> {
    /// Those of somebody who just entered: variables are what they are by default.
    pub fn of_entry(ground: &Ground<'g>) -> Self {
        let variables = (0..).zip(&ground.machine.journey.context);
        let values = variables.map(|(slot, variable)| (slot, variable.default.clone())).collect();
        Self { values, ..Self::default() }
    }

    /// Takes `condition` to hold, or not to; whether that can be with all the rest.
    pub fn assume(&mut self, ground: &Ground<'g>, condition: &'g Condition, holds: bool) -> bool {
        let reads = condition.reads();
        self.timed |= reads.time;
        let related = self.facts.iter().any(|fact| share(&fact.reads, &reads))
            || reads.context.iter().any(|slot| self.values.contains_key(slot));
        self.facts.push(Fact { condition, holds, reads });
        !related || (ground.may_ask() && self.can_be(ground))
    }

    /// Whether something was taken to be so of the time.
    pub const fn is_timed(&self) -> bool {
        self.timed
    }

    /// Variables are set, at the moment of that number.
    pub fn set(&mut self, assigns: &[Assign], moment: usize) {
        for assign in assigns {
            let (slot, value) = (assign.variable.0, assign.value.fixed());
            self.facts.retain(|fact| fact.reads.context.binary_search(&slot).is_err());
            match value {
                Some(value) => {
                    self.values.insert(slot, value);
                    self.blurred.remove(&slot);
                }
                None => self.blur(slot, moment),
            }
        }
    }

    /// A variable may be set or not.
    pub fn blur(&mut self, slot: u16, moment: usize) {
        self.facts.retain(|fact| fact.reads.context.binary_search(&slot).is_err());
        self.values.remove(&slot);
        self.blurred.insert(slot, moment);
    }

    /// Whether nobody knows what a condition that was asked at a moment would say now.
    pub fn is_blurred(&self, condition: &Condition, since: usize) -> bool {
        let reads = condition.reads();
        let changed = |slot: &u16| self.blurred.get(slot).is_some_and(|&moment| moment >= since);
        !reads.payload.is_empty() || reads.time || reads.envelope || reads.context.iter().any(changed)
    }

    /// The moment is over: what only held in it is forgotten.
    pub fn pass(&mut self) {
        let lasts =
            |reads: &Reads| reads.payload.is_empty() && reads.states.is_empty() && !reads.time && !reads.envelope;
        self.facts.retain(|fact| lasts(&fact.reads));
    }

    fn can_be(&self, ground: &Ground<'g>) -> bool {
        let told = |holds: bool| -> Vec<&Condition> {
            self.facts.iter().filter(|fact| fact.holds == holds).map(|fact| fact.condition).collect()
        };
        let mut world = ground.knowledge.world_anywhere(ground.machine, &[]);
        for (slot, value) in &self.values {
            if self.facts.iter().any(|fact| fact.reads.context.binary_search(slot).is_ok()) {
                world.set(Thing::Context(*slot), Values::one(value));
            }
        }
        let claims = Claims { holds: &told(true), fails: &told(false) };
        !possible(&claims, &world, &mut Budget::default()).is_no()
    }
}

fn share(a: &Reads, b: &Reads) -> bool {
    fn meet<T: Ord>(a: &[T], b: &[T]) -> bool {
        a.iter().any(|one| b.binary_search(one).is_ok())
    }
    let listed = meet(&a.context, &b.context) || meet(&a.profile, &b.profile) || meet(&a.payload, &b.payload);
    let known = meet(&a.purposes, &b.purposes) || meet(&a.states, &b.states);
    listed || known || (a.envelope && b.envelope) || (a.time && b.time) || (a.user && b.user)
}
