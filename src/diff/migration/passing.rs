//! Who goes on at once where a move puts them: by `always` steps that ask them anew, or for the first time.

use std::collections::BTreeSet;

use crate::diff::change::Change;
use crate::diff::guards::{always_holds, may_hold_in};
use crate::diff::kind::Kind;
use crate::diff::pair::Pair;
use crate::engine::moves::Plan;
use crate::graph::content::element::Sort;
use crate::graph::machine::Machine;
use crate::graph::onward::{Fires, Moment, Rest};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::Trigger;

/// What is known of the guards of the new version.
pub struct Guards<'g> {
    pair: &'g Pair<'g>,
    /// Steps that are never taken.
    pub never: &'g BTreeSet<StepId>,
    /// `always` steps that may be taken where those of the old version were not: they are new, or hold for more.
    open: BTreeSet<StepId>,
    /// Those of them whose guard always holds.
    sure: BTreeSet<StepId>,
}

impl<'g> Guards<'g> {
    /// What follows from `changes`; steps of `never` are known not to be taken.
    pub fn of(pair: &'g Pair<'g>, changes: &[Change], never: &'g BTreeSet<StepId>) -> Self {
        let machine = &pair.new.machine;
        let is_always = |step: &StepId| matches!(machine.step(*step).trigger, Trigger::Always);
        let mut open = BTreeSet::new();
        if machine.journey.steps.iter().any(|step| matches!(step.trigger, Trigger::Always)) {
            let holds_for_more = |kind| matches!(kind, Kind::StepAdded | Kind::GuardLoosened | Kind::GuardChanged);
            let of_steps = changes.iter().filter(|change| change.element.sort == Sort::Step);
            let looser = of_steps.filter(|change| holds_for_more(change.kind));
            open.extend(looser.filter_map(|change| machine.step_named(&change.element.id)).filter(is_always));
        }
        let sure = open.iter().copied().filter(|&step| always_holds(pair, step)).collect();
        Self { pair, never, open, sure }
    }

    /// Everywhere that those come to rest who were in `states` and are put into `placed`, both in document order; absent where
    /// they stay there.
    pub fn onward(&self, plan: &Plan, states: &[StateId], placed: &[StateId]) -> Option<Vec<Rest>> {
        if !plan.to.is_passing(placed) {
            return None;
        }
        let rests = plan.to.onward(placed, &|step, moment| self.fires(plan, (states, placed), (step, moment)));
        // By what goes on for ever nobody comes anywhere.
        (!rests.is_empty() && !rests.iter().all(|rest| rest.left.is_empty())).then_some(rests)
    }

    fn fires(&self, plan: &Plan, places: (&[StateId], &[StateId]), (step, now): (StepId, Moment<'_>)) -> Fires {
        let is_old = || now.fresh && !self.open.contains(&step) && is_asked_again(plan, places, step);
        if self.never.contains(&step) || is_old() || !may_hold_in(self.pair, step, now.states) {
            Fires::Never
        } else if plan.to.step(step).guard.is_none() || self.sure.contains(&step) {
            Fires::Surely
        } else {
            Fires::Perhaps
        }
    }
}

/// Whether `step` was not taken where people were in `states` of the old version, and the move to `placed` changes nothing of
/// what it asks.
fn is_asked_again(plan: &Plan, (states, placed): (&[StateId], &[StateId]), step: StepId) -> bool {
    let (from, to) = (&plan.from, &plan.to);
    let source = to.step(step).source;
    let is_active = |old: StateId| old == Machine::ROOT || states.binary_search(&old).is_ok();
    let is_it = |old: StateId| {
        (old == Machine::ROOT && source == Machine::ROOT) || plan.image(old).own().is_some_and(|own| own == source)
    };
    let was_asked = (0..).zip(&plan.steps).filter(|(_, image)| **image == Some(step)).any(|(old, _)| {
        let of = from.step(StepId(old));
        matches!(of.trigger, Trigger::Always) && is_active(of.source) && is_it(of.source)
    });
    let Some(guard) = to.step(step).guard.as_ref().filter(|_| was_asked) else { return false };
    let reads = guard.reads();
    let sets = plan.set.iter().any(|assign| reads.context.binary_search(&(assign.variable.index() as u16)).is_ok());
    let was_in = |state: StateId| states.iter().any(|&old| plan.image(old).own() == Some(state));
    let moves = reads.states.iter().map(|&state| StateId(state));
    let moves = moves.into_iter().any(|state| was_in(state) != placed.binary_search(&state).is_ok());
    !sets && !moves
}
