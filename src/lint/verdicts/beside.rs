//! Steps of one region that always lose to those of an earlier one: both hear the same event, and they leave the same
//! states.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::graph::routes::Route;
use crate::lint::case::Case;
use crate::lint::verdicts::asking::is_certain;
use crate::lint::verdicts::leaving::Leaving;
use crate::lint::verdicts::verdict::Verdict;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::StateKind;

/// The regions of a journey as what comes before those behind them.
pub struct Beside<'c, 'a> {
    case: &'c Case<'a>,
    verdicts: &'c [Verdict],
    connected: &'c [bool],
    leaving: &'c Leaving,
    /// What was found of regions and events.
    known: RefCell<BTreeMap<(StateId, EventId), Surely>>,
}

/// The steps of which one is taken; absent where none may be.
type Surely = Option<Vec<StepId>>;

impl<'c, 'a> Beside<'c, 'a> {
    /// Those of a journey; `verdicts` are those of the guards, by step.
    pub fn of(case: &'c Case<'a>, verdicts: &'c [Verdict], (connected, leaving): (&'c [bool], &'c Leaving)) -> Self {
        Self { case, verdicts, connected, leaving, known: RefCell::default() }
    }

    /// The steps of an earlier region of which one is taken whenever `event` could take `step`, so that it never does.
    pub fn answers(&self, step: StepId, event: EventId) -> Option<Vec<StepId>> {
        let machine = &self.case.machine;
        let left = self.domain(step)?;
        let parallel = |region: StateId| {
            let parent = machine.state(region).parent?;
            matches!(machine.state(parent).kind, StateKind::Parallel).then_some((region, parent))
        };
        let inside = machine.outward(machine.step(step).source).filter_map(parallel);
        let mut before = inside.flat_map(|(region, parent)| {
            machine.state(parent).children.iter().copied().take_while(move |&child| child != region)
        });
        before.find_map(|region| {
            let answering = self.surely(region, event)?;
            let meets = |&other: &StepId| self.domain(other).is_some_and(|domain| self.meet(domain, left));
            (answering.iter().all(meets) && self.is_first(region, event)).then_some(answering)
        })
    }

    /// What bounds what a step leaves; absent where it leaves nothing, or a history decides.
    fn domain(&self, step: StepId) -> Option<StateId> {
        match self.case.machine.dispatch.route(step) {
            Route::Simple { domain, .. } | Route::Inside(domain) => Some(domain),
            Route::Stay | Route::Remembering => None,
        }
    }

    /// Whether what is left inside of one state and of another is in part the same.
    fn meet(&self, a: StateId, b: StateId) -> bool {
        let machine = &self.case.machine;
        a == b || machine.is_inside(a, b) || machine.is_inside(b, a)
    }

    /// The steps of `region` of which one is taken at `event`, wherever in it people are; absent where none may be.
    fn surely(&self, region: StateId, event: EventId) -> Option<Vec<StepId>> {
        if let Some(known) = self.known.borrow().get(&(region, event)) {
            return known.clone();
        }
        let found = self.seek(region, event);
        self.known.borrow_mut().insert((region, event), found.clone());
        found
    }

    fn seek(&self, region: StateId, event: EventId) -> Option<Vec<StepId>> {
        let machine = &self.case.machine;
        let last = machine.state(region).last;
        if machine.unread.is_uncertain(region, last) {
            return None;
        }
        let mut found = Vec::new();
        for leaf in (region.0..=last.0).map(StateId) {
            let passes = matches!(machine.state(leaf).kind, StateKind::Split(_) | StateKind::History(..));
            if !machine.dispatch.is_atomic(leaf) || passes || !self.connected[leaf.index()] {
                continue;
            }
            if self.leaving.at_once(machine, leaf).is_empty() {
                self.note(leaf, (region, event), &mut found)?;
            }
        }
        (!found.is_empty()).then_some(found)
    }

    /// Adds the steps of which one surely takes whoever is in `leaf`.
    fn note(&self, leaf: StateId, (region, event): (StateId, EventId), found: &mut Vec<StepId>) -> Option<()> {
        let machine = &self.case.machine;
        let inside = machine.outward(leaf).take_while(|&at| at == region || machine.is_inside(region, at));
        for &(_, step) in inside.flat_map(|at| machine.dispatch.steps(at, event)) {
            let verdict = self.verdicts[step.index()];
            if !is_certain(self.case, step) {
                return None;
            }
            if !verdict.is_never() && !found.contains(&step) {
                found.push(step);
            }
            if verdict.is_always() {
                return Some(());
            }
        }
        None
    }

    /// Whether nothing that is left by a step of a region before `region` at the same event could come before it.
    fn is_first(&self, region: StateId, event: EventId) -> bool {
        let machine = &self.case.machine;
        let stays = |step: StepId| {
            is_certain(self.case, step)
                && (self.verdicts[step.index()].is_never() || matches!(machine.dispatch.route(step), Route::Stay))
        };
        machine.outward(region).all(|at| {
            let Some(parent) = machine.state(at).parent else { return true };
            if !matches!(machine.state(parent).kind, StateKind::Parallel) {
                return true;
            }
            let between = (parent.0 + 1..at.0).map(StateId);
            !machine.unread.is_uncertain(parent, machine.state(parent).last)
                && between.flat_map(|state| machine.dispatch.steps(state, event)).all(|&(_, step)| stays(step))
        })
    }
}
