//! The `always` steps by which everybody leaves a state before anything else can come: one that always is taken, or
//! several of which one always is.

use std::collections::BTreeSet;

use crate::expr::term::Condition;
use crate::graph::machine::Machine;
use crate::graph::routes::Route;
use crate::lint::case::Case;
use crate::lint::shown::CYCLE;
use crate::lint::verdicts::asking::{asked, is_certain};
use crate::lint::verdicts::verdict::Verdict;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{StateKind, Trigger};

/// More steps than this are not put together in one question.
const MOST: usize = 24;

/// By which steps everybody leaves a state at once; none where somebody may stay.
#[derive(Debug)]
pub struct Leaving {
    /// By state, those of its own that leave it.
    own: Vec<Vec<StepId>>,
    /// By state, those of its own that leave what is inside.
    inner: Vec<Vec<StepId>>,
    /// By state, those of another region by which everybody leaves what is around both, wherever they are in that region.
    beside: Vec<Vec<StepId>>,
    /// Steps that always are taken, and lead round.
    rounds: BTreeSet<StepId>,
    /// Steps that may lead round.
    knots: BTreeSet<StepId>,
}

impl Leaving {
    /// Those of a journey, of whose steps these are the verdicts. What goes round for ever says nothing of what else could
    /// come, where that is told.
    pub fn of(case: &Case<'_>, verdicts: &[Verdict]) -> Self {
        let machine = &case.machine;
        let told = CYCLE.is_shown(case);
        let ringed = |counts: &dyn Fn(StepId) -> bool| -> BTreeSet<StepId> {
            let rings =
                if told { machine.eventless_rings(&|step| is_certain(case, step) && counts(step)) } else { Vec::new() };
            rings.into_iter().flat_map(|ring| ring.steps).collect()
        };
        let rounds = ringed(&|step| verdicts[step.index()].is_always());
        let knots = ringed(&|step| !verdicts[step.index()].is_never());
        let seeker = Seeker { case, verdicts, rounds: &rounds, knots: &knots };
        let states = || (0..machine.journey.states.len() as u32).map(StateId);
        let own = states().map(|state| seeker.all(state, &|step| machine.takes_out_of(step, state))).collect();
        let inner = states().map(|state| seeker.all(state, &|step| empties(machine, step))).collect();
        let beside = vec![Vec::new(); machine.journey.states.len()];
        let mut leaving = Self { own, inner, beside, rounds, knots };
        for parallel in states().filter(|&state| matches!(machine.state(state).kind, StateKind::Parallel)) {
            leaving.look_beside(case, parallel);
        }
        leaving
    }

    /// Finds the regions of a parallel state in which nobody rests without leaving it.
    fn look_beside(&mut self, case: &Case<'_>, parallel: StateId) {
        let machine = &case.machine;
        let read = |region: &&StateId| !machine.unread.is_uncertain(**region, machine.state(**region).last);
        for &region in machine.state(parallel).children.iter().filter(read) {
            let inside = (region.0..=machine.state(region).last.0).map(StateId);
            let rests = |&state: &StateId| machine.dispatch.is_atomic(state) && case.knowledge().is_visited(state);
            let mut steps: BTreeSet<StepId> = BTreeSet::new();
            for leaf in inside.filter(rests) {
                let own = self.at_once(machine, leaf);
                if own.is_empty() || !own.iter().all(|&step| machine.takes_out_of(step, parallel)) {
                    steps.clear();
                    break;
                }
                steps.extend(own);
            }
            let beside = (parallel.0 + 1..=machine.state(parallel).last.0).map(StateId);
            for state in beside.filter(|&state| state != region && !machine.is_inside(region, state)) {
                if self.beside[state.index()].is_empty() {
                    self.beside[state.index()].extend(&steps);
                }
            }
        }
    }

    /// Whether `step` always is taken where it is asked, and leads round for ever, of which a finding tells.
    pub fn goes_round(&self, step: StepId) -> bool {
        self.rounds.contains(&step)
    }

    /// Whether `step` may lead round for ever, which a finding would tell.
    pub fn may_go_round(&self, step: StepId) -> bool {
        self.knots.contains(&step)
    }

    /// The steps of `state`, or of one around it, by which everybody leaves it at once; none where somebody may stay.
    pub fn at_once(&self, machine: &Machine, state: StateId) -> &[StepId] {
        let around = machine.outward(state).skip(1).map(|at| &self.inner[at.index()]);
        std::iter::once(&self.own[state.index()])
            .chain(around)
            .chain([&self.beside[state.index()]])
            .find(|steps| !steps.is_empty())
            .map_or(&[], Vec::as_slice)
    }
}

/// Whether a step leaves all that is inside its state.
fn empties(machine: &Machine, step: StepId) -> bool {
    !matches!(machine.dispatch.route(step), Route::Stay | Route::Remembering)
}

struct Seeker<'c, 'a> {
    case: &'c Case<'a>,
    verdicts: &'c [Verdict],
    rounds: &'c BTreeSet<StepId>,
    knots: &'c BTreeSet<StepId>,
}

impl Seeker<'_, '_> {
    /// The steps of `state` of which one is always taken, among those that `leave`.
    fn all(&self, state: StateId, leave: &dyn Fn(StepId) -> bool) -> Vec<StepId> {
        let machine = &self.case.machine;
        let verdict = |step: StepId| self.verdicts[step.index()];
        let counts = |step: &StepId| is_certain(self.case, *step) && !verdict(*step).is_never() && leave(*step);
        let steps: Vec<StepId> = machine.dispatch.always(state).iter().copied().filter(counts).collect();
        let surely = |step: &&StepId| verdict(**step).is_always() && !self.rounds.contains(step);
        if let Some(&one) = steps.iter().find(surely) {
            return vec![one];
        }
        let knotted = steps.iter().any(|step| self.knots.contains(step));
        if steps.len() < 2 || steps.len() > MOST || knotted || !self.case.knowledge().is_visited(state) {
            return Vec::new();
        }
        let guards: Vec<&Condition> = steps.iter().filter_map(|&step| machine.step(step).guard.as_ref()).collect();
        let knowledge = self.case.knowledge();
        let world = knowledge.doubting(knowledge.world(machine, state, &Trigger::Always));
        if asked((machine, &[]), &[], &guards, &world).is_no() { steps } else { Vec::new() }
    }
}
