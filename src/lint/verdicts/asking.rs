//! Questions to the value solver, and whether what is asked about was read whole.

use std::collections::BTreeSet;

use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::{Answer, Claims, exemplified};
use crate::expr::solve::values::Values;
use crate::expr::solve::witness::Witness;
use crate::expr::solve::world::{Thing, World};
use crate::expr::term::Condition;
use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::knowledge::activity::{Moment, apart, is_active, together};
use crate::lint::knowledge::gate;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{StateKind, Trigger};
use crate::syntax::chart::StepDecl;
use crate::terms::value::Value;

/// The answer to one question: whether all of `holds` can hold while all of `fails` fail for somebody who is in all of
/// `within`. The solver takes each `in_state` for itself; here it is told which states are never active together.
pub fn asked(
    (machine, within): (&Machine, &[StateId]),
    holds: &[&Condition],
    fails: &[&Condition],
    world: &World<'_>,
) -> Answer {
    let mut apart = Apart { machine, within, holds, fails, clashes: Vec::new(), left: MOST };
    match placed((machine, within), holds.iter().chain(fails), world) {
        Some(world) => apart.ask(&world),
        None => apart.ask(world),
    }
}

/// `world` where the tests of `conditions` are answered that have but one answer for who is in all of `within`; absent where
/// there are none.
fn placed<'w, 'c>(
    (machine, within): (&Machine, &[StateId]),
    conditions: impl Iterator<Item = &'c &'c Condition>,
    world: &World<'w>,
) -> Option<World<'w>> {
    let asked = conditions.filter(|_| !within.is_empty()).flat_map(|condition| condition.reads().states);
    let answer = |state: u32| {
        let here = |&at: &StateId| is_active(machine, Moment::Between(at), StateId(state));
        Some((Thing::InState(state), within.iter().find_map(here)?))
    };
    let known: Vec<(Thing, bool)> = asked.filter_map(answer).collect();
    let told = |world: World<'w>, (thing, answer)| world.with(thing, Values::one(&Value::Bool(answer)));
    (!known.is_empty()).then(|| known.into_iter().fold(world.clone(), told))
}

/// The pairs of states that are never active together, where the answer to this question is no because of them.
pub fn clashes(machine: &Machine, claims: &Claims<'_>, world: &World<'_>) -> Vec<(StateId, StateId)> {
    let (holds, fails) = (claims.holds, claims.fails);
    let mut apart = Apart { machine, within: &[], holds, fails, clashes: Vec::new(), left: MOST };
    if apart.ask(world).is_no() { apart.clashes } else { Vec::new() }
}

/// So often one question is asked again because of states that are never active together.
const MOST: usize = 16;

/// A question, asked until no witness is in states that are never active together.
struct Apart<'q> {
    machine: &'q Machine,
    within: &'q [StateId],
    holds: &'q [&'q Condition],
    fails: &'q [&'q Condition],
    clashes: Vec<(StateId, StateId)>,
    left: usize,
}

impl Apart<'_> {
    fn ask(&mut self, world: &World<'_>) -> Answer {
        let claims = Claims { holds: self.holds, fails: self.fails };
        let answer = exemplified(&claims, &[], world, &mut Budget::default());
        let Some(witness) = answer.witness().filter(|witness| !is_somewhere(self.machine, self.within, witness)) else {
            return answer;
        };
        let Some((state, other)) = self.clash(witness).filter(|_| self.left > 0) else { return Answer::Unknown };
        self.left -= 1;
        self.clashes.push((state, other));
        // One of them is not active; which of them, is tried.
        let mut open = false;
        for gone in [state, other].into_iter().filter(|gone| !self.within.contains(gone)) {
            match self.ask(&world.clone().with(Thing::InState(gone.0), Values::one(&Value::Bool(false)))) {
                Answer::Yes(witness) => return Answer::Yes(witness),
                Answer::No => {}
                Answer::Unknown => open = true,
            }
        }
        if open { Answer::Unknown } else { Answer::No }
    }

    /// Two states of which it is certain that they are never active together, one of them at least of the witness; one
    /// that only remembers is never active.
    fn clash(&self, witness: &Witness) -> Option<(StateId, StateId)> {
        let active: Vec<StateId> = witness.active.iter().map(|&state| StateId(state)).collect();
        let remembers = |state: StateId| matches!(self.machine.state(state).kind, StateKind::History(..));
        let mut pairs = active.iter().enumerate().flat_map(|(place, &state)| {
            let itself = remembers(state).then_some((state, state));
            let others = active[place + 1..].iter().chain(self.within).map(move |&other| (state, other));
            itself.into_iter().chain(others)
        });
        pairs.find(|&(state, other)| remembers(state) || apart(self.machine, state, other))
    }
}

/// What must fail for somebody who rests in `state` and waits for what comes: the `always` steps there and around.
pub fn resting<'c>(case: &'c Case<'_>, state: StateId) -> impl Iterator<Item = &'c Condition> {
    gate::resting(&case.machine, state).filter(|guard| is_whole(guard))
}

/// Whether all states of a witness and `within` can be active at once.
fn is_somewhere(machine: &Machine, within: &[StateId], witness: &Witness) -> bool {
    let active = || witness.active.iter().map(|&state| StateId(state));
    let is_entered = |state: StateId| !matches!(machine.state(state).kind, StateKind::History(..));
    let fits = |state: StateId| active().chain(within.iter().copied()).all(|other| together(machine, state, other));
    active().all(|state| is_entered(state) && fits(state))
}

/// Whether a condition was read whole: one that has faults never holds, and nothing follows from that.
pub fn is_whole(condition: &Condition) -> bool {
    match condition {
        Condition::Expression(_) => true,
        Condition::Any(parts) if parts.is_empty() => false,
        Condition::All(parts) | Condition::Any(parts) => parts.iter().all(is_whole),
        Condition::Not(part) => is_whole(part),
    }
}

/// Whether the trigger and the guard of a step are what was read of them.
pub fn is_certain(case: &Case<'_>, step: StepId) -> bool {
    let (decl, of) = (case.step_decl(step), case.machine.step(step));
    !decl.uncertain && of.guard.as_ref().is_none_or(is_whole) && is_resolved(decl, &of.trigger)
}

/// Whether each name that a step listens to is that of an event.
fn is_resolved(decl: &StepDecl, trigger: &Trigger) -> bool {
    let (Trigger::Events(events), Some(names)) = (trigger, decl.events()) else { return true };
    let wide = names.iter().any(|name| name.value.ends_with('*'));
    let distinct: BTreeSet<&str> = names.iter().map(|name| name.value.as_str()).collect();
    !events.is_empty() && (wide || distinct.len() == events.len())
}
