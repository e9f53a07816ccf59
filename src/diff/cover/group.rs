//! Conditions that may take everybody together, and values that may be there for everybody.

use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::{Answer, Claims, exemplified};
use crate::expr::solve::world::World;
use crate::expr::term::{Condition, Term};
use crate::model::ids::EventId;
use crate::terms::value::Value;

/// Conditions of which one should hold for everybody, or a value that should be there for everybody.
#[derive(Debug)]
pub struct Group<'g> {
    /// What it is called in both versions.
    pub key: String,
    /// What it is that somebody is left out: "no step of `SHOP` takes `ORDERED`".
    pub left_out: String,
    /// When it is asked.
    pub on: On,
    /// Sets of conditions, the first of which to cover everybody is the one that counts; what has no guard always holds.
    pub sets: Vec<Vec<Option<&'g Condition>>>,
    /// The first set that is its own; those before it are other groups as well.
    pub own: usize,
    /// What is known where it is asked.
    pub given: Given<'g>,
    /// The value that should be there.
    pub value: Option<&'g Term>,
}

/// When something is asked.
#[derive(Clone, Debug)]
pub enum On {
    /// When one of these has come.
    Events(Vec<EventId>),
    /// When a timer is due.
    Timer,
    /// At any time.
    Any,
}

/// Conditions that have been asked already.
#[derive(Clone, Debug, Default)]
pub struct Given<'g> {
    /// Those that held.
    pub holds: Vec<&'g Condition>,
    /// Those that did not.
    pub fails: Vec<&'g Condition>,
}

impl<'g> Given<'g> {
    /// The same where `condition` held.
    #[must_use]
    pub fn holding(&self, condition: &'g Condition) -> Self {
        let mut more = self.clone();
        more.holds.push(condition);
        more
    }

    /// The same where none of `conditions` held.
    #[must_use]
    pub fn failing(&self, conditions: &[&'g Condition]) -> Self {
        let mut more = self.clone();
        more.fails.extend(conditions);
        more
    }

    /// The same without what reads one of these variables.
    #[must_use]
    pub fn without(mut self, set: &[u16]) -> Self {
        let keeps = |condition: &&Condition| !condition.reads().context.iter().any(|slot| set.contains(slot));
        self.holds.retain(keeps);
        self.fails.retain(keeps);
        self
    }
}

impl Group<'_> {
    /// Whether somebody is left out by the set number `at` in `world`.
    pub fn gap(&self, at: usize, world: &World<'_>) -> Answer {
        let Some(conditions) = self.sets[at].iter().copied().collect::<Option<Vec<&Condition>>>() else {
            return Answer::No;
        };
        let fails: Vec<&Condition> = conditions.into_iter().chain(self.given.fails.iter().copied()).collect();
        let missing = Value::Unit;
        let comes: Vec<(&Term, &Value)> = self.value.iter().map(|&term| (term, &missing)).collect();
        let claims = Claims { holds: &self.given.holds, fails: &fails };
        exemplified(&claims, &comes, world, &mut Budget::default())
    }
}
