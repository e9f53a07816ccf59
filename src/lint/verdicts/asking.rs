//! Questions to the value solver, and whether what is asked about was read whole.

use std::collections::BTreeSet;

use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::{Answer, Claims, possible};
use crate::expr::solve::witness::Witness;
use crate::expr::solve::world::World;
use crate::expr::term::Condition;
use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::knowledge::activity::together;
use crate::lint::knowledge::attain::{Attain, slots};
use crate::lint::knowledge::gate;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{StateKind, Trigger};
use crate::syntax::chart::StepDecl;

/// The answer to one question: whether all of `holds` can hold while all of `fails` fail for somebody who is in all of
/// `within`. The solver takes each `in_state` for itself; that somebody would have to be in states which are never active
/// together decides nothing.
pub fn asked(
    (machine, within): (&Machine, &[StateId]),
    holds: &[&Condition],
    fails: &[&Condition],
    world: &World<'_>,
) -> Answer {
    match possible(&Claims { holds, fails }, world, &mut Budget::default()) {
        Answer::Yes(witness) if !is_somewhere(machine, within, &witness) => Answer::Unknown,
        answer => answer,
    }
}

/// The same, for a finding that speaks of what a person meets: the answer is yes only where it is known that somebody who
/// is in all of `within` can have come to the values of the witness. Ask this before you tell anybody of a witness.
pub fn witnessed(
    (case, within): (&Case<'_>, &[StateId]),
    holds: &[&Condition],
    fails: &[&Condition],
    world: &World<'_>,
) -> Answer {
    let (machine, knowledge) = (&case.machine, case.knowledge());
    let ask = |world: &World<'_>| asked((machine, within), holds, fails, world);
    let answer = ask(world);
    let Some(witness) = answer.witness().filter(|_| knowledge.is_whole()) else { return answer };
    let attain = Attain::new(machine, knowledge);
    let places = |witness: &Witness| -> Vec<StateId> {
        within.iter().copied().chain(witness.active.iter().map(|&state| StateId(state))).collect()
    };
    let wanted = attain.wanted(witness);
    if attain.is_attained(&places(witness), wanted.clone()) {
        return answer;
    }
    let mut refused = vec![wanted.clone()];
    for world in attain.by_ways(&places(witness), &slots(&wanted).collect(), world) {
        let answer = ask(&world);
        let Some(witness) = answer.witness() else { continue };
        let wanted = attain.wanted(witness);
        if refused.contains(&wanted) {
            continue;
        }
        if attain.is_attained(&places(witness), wanted.clone()) {
            return answer;
        }
        refused.push(wanted);
    }
    Answer::Unknown
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
