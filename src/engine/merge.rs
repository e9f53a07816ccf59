//! Two instances of one journey become one: which is kept, and what it takes over from the other.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::engine::instance::{GoalReached, Instance, Status};
use crate::engine::merge_values::{Held, combine};
use crate::graph::machine::Machine;
use crate::model::ids::StateId;
use crate::model::journey::Journey;
use crate::syntax::lifecycle::MergeInstance;

/// One of two instances, in the version that it is on.
#[derive(Clone, Debug)]
pub struct Side<'a> {
    /// The version.
    pub machine: &'a Machine,
    /// The instance.
    pub instance: Instance,
}

/// What two instances became.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The instance.
    pub instance: Instance,
    /// Which it was, and so whose version it is on.
    pub kept: Kept,
    /// The context slots whose value changed: its timers that read them are to be computed again.
    pub context_changed: Vec<u16>,
}

/// Which of two instances is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The first.
    First,
    /// The second.
    Second,
}

/// Makes one instance of two. For instances of one version it is commutative and associative, so that it does not
/// matter in which order people turn out to be one.
///
/// The kept one keeps its own last input although the other's may be later: it is by that that it was chosen, and
/// would be chosen again.
pub fn merge(first: Side<'_>, second: Side<'_>) -> Merged {
    let policy = policy(&first.machine.journey, &second.machine.journey);
    let is_first = Standing::of(&first, policy) >= Standing::of(&second, policy);
    let (kept, side, other) = if is_first { (Kept::First, first, second) } else { (Kept::Second, second, first) };
    let names = Names { kept: &side.machine.journey, other: &other.machine.journey };
    let mut instance = side.instance;
    let context_changed = unite_context(&mut instance, &other.instance, names);
    instance.goals = unite_goals(&instance.goals, &other.instance.goals, names).into();
    instance.visit = instance.visit.max(other.instance.visit);
    instance.next_start = instance.next_start.max(other.instance.next_start);
    Merged { instance, kept, context_changed }
}

/// The newer version says which instance is kept.
fn policy(first: &Journey, second: &Journey) -> MergeInstance {
    if first.version >= second.version { first.merge } else { second.merge }
}

/// How an instance compares with another; the greater is kept.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Standing<'a> {
    status: u8,
    /// Under `furthest`: its active atomic states, the last first.
    places: Vec<StateId>,
    /// Under `known`: whether it was entered as a known person's.
    is_preferred: bool,
    last_input: i64,
    is_known: bool,
    id: Reverse<&'a str>,
    /// No two instances come as far as here but copies of one.
    copy: (u32, i64),
}

impl<'a> Standing<'a> {
    fn of(side: &'a Side<'_>, policy: MergeInstance) -> Self {
        let instance = &side.instance;
        let active = instance.configuration.iter().rev().map(|active| active.state);
        let atomic = active.filter(|&state| side.machine.dispatch.is_atomic(state));
        Self {
            status: match instance.status {
                Status::Active => 2,
                Status::Completed => 1,
                Status::Exited => 0,
            },
            places: if policy == MergeInstance::Furthest { atomic.collect() } else { Vec::new() },
            is_preferred: policy == MergeInstance::Known && !instance.entered_anonymous,
            last_input: instance.last_input,
            is_known: !instance.entered_anonymous,
            id: Reverse(instance.entered_as.as_str()),
            copy: (instance.visit, instance.entered_at),
        }
    }
}

/// What the two versions call the same.
#[derive(Clone, Copy)]
struct Names<'a> {
    kept: &'a Arc<Journey>,
    other: &'a Arc<Journey>,
}

impl Names<'_> {
    fn are_same(self) -> bool {
        Arc::ptr_eq(self.kept, self.other)
    }

    /// The other's slot of the variable that the kept one has in this slot.
    fn variable(self, slot: usize) -> Option<usize> {
        if self.are_same() {
            return Some(slot);
        }
        let name = &self.kept.context[slot].name.value;
        self.other.context.iter().position(|variable| variable.name.value == *name)
    }

    /// The kept one's number of the other's goal of this number.
    fn goal(self, number: u16) -> Option<u16> {
        if self.are_same() {
            return Some(number);
        }
        let id = &self.other.goals.get(usize::from(number))?.id.value;
        self.kept.goals.iter().position(|goal| goal.id.value == *id).map(|place| place as u16)
    }
}

fn unite_context(instance: &mut Instance, other: &Instance, names: Names<'_>) -> Vec<u16> {
    let mut changed = Vec::new();
    for (slot, variable) in names.kept.context.iter().enumerate() {
        let Some(theirs) = names.variable(slot).and_then(|slot| Held::of(other, slot)) else { continue };
        let Some(mine) = Held::of(instance, slot) else { continue };
        // A value of another version may be none here.
        let theirs = if names.are_same() { Some(theirs) } else { theirs.admitted(&variable.shape) };
        let Some(united) = theirs.map(|theirs| combine(variable, &mine, &theirs)) else { continue };
        if united.value != mine.value {
            changed.push(slot as u16);
        }
        instance.context[slot] = united.value;
        if let Some(set_at) = instance.set_at.get_mut(slot) {
            *set_at = united.set_at;
        }
    }
    changed
}

/// The goals that either reached, each when it was first reached.
fn unite_goals(kept: &[GoalReached], other: &[GoalReached], names: Names<'_>) -> Vec<GoalReached> {
    let theirs = other.iter().filter_map(|reached| Some(GoalReached { goal: names.goal(reached.goal)?, ..*reached }));
    let mut all: Vec<GoalReached> = kept.iter().copied().chain(theirs).collect();
    let worth = |reached: &GoalReached| reached.value.unwrap_or(f64::NEG_INFINITY);
    all.sort_by(|a, b| (a.goal, a.at).cmp(&(b.goal, b.at)).then_with(|| worth(b).total_cmp(&worth(a))));
    all.dedup_by_key(|reached| reached.goal);
    all.sort_by_key(|reached| (reached.at, reached.goal));
    all
}
