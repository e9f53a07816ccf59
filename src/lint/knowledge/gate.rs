//! What must be so when a step is taken: its guard holds, and what would have been taken before it fails.

use crate::expr::check::Reads;
use crate::expr::term::Condition;
use crate::graph::machine::Machine;
use crate::lint::knowledge::moves::{self, By};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{StateKind, Trigger};

/// So many conditions are looked at that must fail.
const MOST: usize = 12;

/// Conditions, all of which were read whole.
#[derive(Clone, Debug, Default)]
pub struct Gate<'m> {
    /// They hold.
    pub holds: Vec<&'m Condition>,
    /// They do not.
    pub fails: Vec<&'m Condition>,
    /// Whether what takes people on sets something itself.
    pub sets: bool,
    /// The variables that are there, by slot: a timer waits for them.
    pub awaits: Vec<u16>,
}

impl<'m> Gate<'m> {
    /// What is so where `by` takes people out of `source`.
    pub fn of(machine: &'m Machine, source: StateId, by: By) -> Self {
        let sets = sets(machine, source, by);
        match by {
            By::Entry => Self { holds: machine.journey.entry.guard.iter().collect(), sets, ..Self::default() },
            By::Arm(_) => Self { sets, ..Self::default() },
            By::Step(step) => {
                let mut fails: Vec<&Condition> = before(machine, step).collect();
                if !matches!(machine.step(step).trigger, Trigger::Always) {
                    fails.extend(resting(machine, source));
                }
                fails.truncate(MOST);
                Self { holds: machine.step(step).guard.iter().collect(), fails, sets, awaits: Vec::new() }
            }
        }
    }

    /// The same with those conditions alone whose readings `is_asked` accepts; it is told whether something is set.
    #[must_use]
    pub fn about(mut self, is_asked: &dyn Fn(&Reads, bool) -> bool) -> Self {
        let sets = self.sets;
        self.holds.retain(|condition| is_asked(&condition.reads(), sets));
        self.fails.retain(|condition| is_asked(&condition.reads(), sets));
        self
    }

    /// Whether nothing must hold or fail.
    pub fn is_open(&self) -> bool {
        self.holds.is_empty() && self.fails.is_empty()
    }
}

/// The guards of `always` steps that are asked in `state`, of those that only what was set can change: nobody rests there
/// while one of them holds.
pub fn resting(machine: &Machine, state: StateId) -> impl Iterator<Item = &Condition> {
    let steps = machine.outward(state).flat_map(|at| machine.dispatch.always(at));
    let guards = steps.filter_map(|&step| machine.step(step).guard.as_ref());
    guards.filter(|guard| is_of_context_alone(&guard.reads()))
}

fn is_of_context_alone(reads: &Reads) -> bool {
    let other = reads.envelope || reads.time || reads.user;
    let none = reads.profile.is_empty() && reads.payload.is_empty() && reads.purposes.is_empty();
    !other && none && reads.states.is_empty()
}

/// The guards of the steps that stand before `step` in its state and answer all that it answers.
fn before(machine: &Machine, step: StepId) -> impl Iterator<Item = &Condition> {
    let of = machine.step(step);
    let earlier = machine.state(of.source).steps.iter().take_while(move |&&other| other != step);
    let answers = move |other: &&StepId| match (&machine.step(**other).trigger, &of.trigger) {
        (Trigger::Always, Trigger::Always) => true,
        (Trigger::Events(some), Trigger::Events(all)) => all.iter().all(|event| some.binary_search(event).is_ok()),
        _ => false,
    };
    earlier.filter(answers).filter_map(|&other| machine.step(other).guard.as_ref())
}

fn sets(machine: &Machine, source: StateId, by: By) -> bool {
    match (by, &machine.state(source).kind) {
        (By::Entry, _) => !machine.journey.entry.set.is_empty(),
        (By::Arm(arm), StateKind::Split(split)) => !split.arms[arm].set.is_empty(),
        (By::Arm(_), _) => false,
        (By::Step(step), _) => {
            let step = machine.step(step);
            !step.set.is_empty() || moves::sets(&step.actions)
        }
    }
}
