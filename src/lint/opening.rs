//! What the event that enters a person does at once.

use std::cell::OnceCell;

use crate::expr::solve::world::World;
use crate::expr::term::Condition;
use crate::lint::case::Case;
use crate::lint::knowledge::carrier::Facts;
use crate::lint::knowledge::moves::{By, arrivals};
use crate::lint::verdicts::asking::{asked, is_certain, is_whole};
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::StateKind;

/// Where people rest who have just entered, before the entering event itself is processed.
pub struct Opening<'c, 'a> {
    case: &'c Case<'a>,
    /// By state, whether somebody comes through it.
    entered: Vec<bool>,
    rests: Vec<StateId>,
    /// By state, what variables may be then.
    facts: OnceCell<Option<Vec<Option<Facts>>>>,
}

impl<'c, 'a> Opening<'c, 'a> {
    /// The opening of a journey; absent where not all ways are known.
    pub fn of(case: &'c Case<'a>) -> Option<Self> {
        let machine = &case.machine;
        if !machine.unread.leads.is_empty() {
            return None;
        }
        let entered = machine.entered_at_once();
        let rests = |&state: &StateId| {
            let atomic = matches!(machine.state(state).kind, StateKind::Atomic);
            entered[state.index()] && atomic && !is_left_at_once(case, state)
        };
        Some(Self { case, rests: machine.all_states().filter(rests).collect(), entered, facts: OnceCell::new() })
    }

    /// Whether somebody comes through `state`, as far as is known of what variables are.
    pub fn enters(&self, state: StateId) -> bool {
        self.entered[state.index()] && self.facts().is_none_or(|facts| facts[state.index()].is_some())
    }

    /// The steps that `event` takes there for some, in document order.
    pub fn steps(&self, event: EventId) -> Vec<StepId> {
        let mut steps = Vec::new();
        for &state in &self.rests {
            let asked = asked_of(self.case, state, event);
            let wins = |place: usize| self.enters(state) && self.may_win(state, event, &asked[..=place]);
            let won: Vec<StepId> =
                asked.iter().enumerate().filter(|(place, _)| wins(*place)).map(|(_, step)| *step).collect();
            steps.extend(won);
        }
        steps.sort_unstable();
        steps.dedup();
        steps
    }

    /// Whether conditions may hold in `state` when `event` is processed that has just entered somebody.
    pub fn may_hold(&self, state: StateId, event: EventId, holds: &[&Condition], fails: &[&Condition]) -> bool {
        if holds.is_empty() && fails.is_empty() {
            return true;
        }
        asked((&self.case.machine, &[state]), holds, fails, &self.world(state, event)).witness().is_some()
    }

    /// Whether `condition` certainly holds then, or where `holds` is false certainly fails.
    pub fn is_certain(&self, state: StateId, event: EventId, (condition, holds): (&Condition, bool)) -> bool {
        let world = self.world(state, event);
        let (yes, no): (&[&Condition], &[&Condition]) = if holds { (&[], &[condition]) } else { (&[condition], &[]) };
        self.facts().is_some() && asked((&self.case.machine, &[state]), yes, no, &world).is_no()
    }

    /// Whether `condition` certainly holds for everybody who is still on the way then.
    pub fn holds_for_all(&self, event: EventId, condition: &Condition) -> bool {
        let machine = &self.case.machine;
        let mut resting = machine.all_states().filter(|&state| {
            self.entered[state.index()] && machine.dispatch.is_atomic(state) && !machine.is_end(state)
        });
        resting.all(|state| self.is_certain(state, event, (condition, true)))
    }

    /// Whether everybody who ever comes to `state` enters there and has left it when the entering event is processed, by a
    /// step of its own.
    pub fn empties(&self, state: StateId) -> bool {
        let (machine, knowledge) = (&self.case.machine, self.case.knowledge());
        let alone = !machine.outward(state).any(|at| matches!(machine.state(at).kind, StateKind::Parallel));
        let entered = alone && self.entered[state.index()] && self.facts().is_some();
        let comes = || knowledge.moves().iter().any(|way| way.by != By::Entry && way.leaves.contains(&state));
        let moves = || arrivals(machine).contains(&state);
        entered
            && !comes()
            && !moves()
            && machine.journey.entry.triggers.iter().all(|&event| self.is_left(state, event))
    }

    /// Whether a step of `state` certainly takes everybody out of it whom `event` has just entered.
    fn is_left(&self, state: StateId, event: EventId) -> bool {
        let machine = &self.case.machine;
        let steps = machine.dispatch.steps(state, event).iter().map(|&(_, step)| step);
        let leaving: Vec<StepId> = steps.collect();
        if !leaving.iter().all(|&step| is_certain(self.case, step) && machine.takes_out_of(step, state)) {
            return false;
        }
        let guards = leaving.iter().map(|&step| machine.step(step).guard.as_ref());
        let Some(fails) = guards.collect::<Option<Vec<&Condition>>>() else { return true };
        !fails.is_empty() && asked((machine, &[state]), &[], &fails, &self.world(state, event)).is_no()
    }

    fn world(&self, state: StateId, event: EventId) -> World<'c> {
        let facts = self.facts().and_then(|facts| facts[state.index()].as_ref());
        self.case.knowledge().world_of_opening(&self.case.machine, event, facts)
    }

    /// Whether the last of `steps` is taken for some, since all before it fail.
    fn may_win(&self, state: StateId, event: EventId, steps: &[StepId]) -> bool {
        let guard = |step: &StepId| self.case.machine.step(*step).guard.as_ref();
        let Some((last, before)) = steps.split_last() else { return false };
        let holds: Vec<&Condition> = guard(last).into_iter().collect();
        let fails: Vec<&Condition> = before.iter().filter_map(guard).filter(|guard| is_whole(guard)).collect();
        self.may_hold(state, event, &holds, &fails)
    }

    fn facts(&self) -> Option<&Vec<Option<Facts>>> {
        self.facts.get_or_init(|| self.case.knowledge().opening(&self.case.machine)).as_ref()
    }
}

/// Whether nobody who comes to `state` is still there when the next event is processed.
fn is_left_at_once(case: &Case<'_>, state: StateId) -> bool {
    let always = |at: StateId| case.machine.dispatch.always(at).iter().copied();
    case.machine.outward(state).flat_map(always).any(|step| case.step_decl(step).guard.is_none())
}

/// The steps that `event` asks for whoever is in `state`: up to the first without a guard, from the inside out.
fn asked_of(case: &Case<'_>, state: StateId, event: EventId) -> Vec<StepId> {
    let mut asked = Vec::new();
    for at in case.machine.outward(state) {
        for &(_, step) in case.machine.dispatch.steps(at, event) {
            asked.push(step);
            if case.step_decl(step).guard.is_none() {
                return asked;
            }
        }
    }
    asked
}
