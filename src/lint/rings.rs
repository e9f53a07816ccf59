//! Rings of `always` steps that go round for ever: by steps that always fire, and by guards that hold again and again.

use std::collections::BTreeSet;

use crate::expr::solve::question::Answer;
use crate::expr::term::Condition;
use crate::graph::machine::Machine;
use crate::graph::routes::Route;
use crate::lint::case::Case;
use crate::lint::knowledge::moves;
use crate::lint::readings;
use crate::lint::verdicts;
use crate::lint::verdicts::asking;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{StateKind, Trigger};
use crate::model::naming::names;

/// States round which people go for ever, or one step that stays and fires again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// The states, in document order.
    pub states: Vec<StateId>,
    /// The step, where it stays.
    pub step: Option<StepId>,
    /// When: "`ctx.n` is `0`"; empty for always.
    pub when: String,
}

/// More steps than this in one knot, or rings in it, are not gone through.
const MOST: usize = 24;

/// The rounds of a journey, and how many questions were left open.
pub fn all(case: &Case<'_>) -> (Vec<Round>, usize) {
    let machine = &case.machine;
    let connected = &verdicts::of(case).connected;
    let mut found = Vec::new();
    for ring in machine.eventless_rings(&|step| is_certain(case, step)) {
        let reached = ring.states.iter().all(|state| connected[state.index()]);
        if reached && is_undisturbed(machine, &ring.states, &ring.steps) {
            found.push(Round { states: ring.states, step: None, when: String::new() });
        }
    }
    for (number, step) in machine.journey.steps.iter().enumerate() {
        let id = StepId(number as u32);
        if step.to.is_empty() && connected[step.source.index()] && is_certain(case, id) {
            found.push(Round { states: vec![step.source], step: Some(id), when: String::new() });
        }
    }
    let told: BTreeSet<StateId> = found.iter().flat_map(|round| &round.states).copied().collect();
    let mut seeker = Seeker { case, found, open: 0 };
    seeker.guarded(&told);
    (seeker.found, seeker.open)
}

/// Whether a step fires whenever its state is active: no guard, or one that always holds, and nothing that is asked
/// before it.
fn is_certain(case: &Case<'_>, step: StepId) -> bool {
    let (machine, verdicts) = (&case.machine, verdicts::of(case));
    let source = machine.step(step).source;
    let last = machine.state(source).last;
    let mut before = machine.dispatch.always(source).iter().take_while(|&&other| other != step);
    let is_always = matches!(machine.step(step).trigger, Trigger::Always);
    let known = !machine.unread.is_uncertain(source, last) && verdicts.steps[step.index()].is_always();
    is_always && known && before.all(|other| verdicts.steps[other.index()].is_never()) && is_alone(machine, source)
}

/// Whether no state inside has an `always` step, which would be asked first.
fn is_alone(machine: &Machine, source: StateId) -> bool {
    let mut inner = (source.0 + 1..=machine.state(source).last.0).map(StateId);
    inner.all(|state| machine.dispatch.always(state).is_empty())
}

/// Whether no other region can take people out of a ring.
fn is_undisturbed(machine: &Machine, states: &[StateId], steps: &[StepId]) -> bool {
    let parallel = |&state: &StateId| matches!(machine.state(state).kind, StateKind::Parallel);
    let Some(around) = states.iter().flat_map(|&state| machine.outward(state).filter(parallel)).min() else {
        return true;
    };
    let inside = (around.0..=machine.state(around).last.0).map(StateId);
    let mut always = inside.flat_map(|state| machine.dispatch.always(state));
    let known = !machine.unread.is_uncertain(around, machine.state(around).last);
    known && always.all(|step| steps.contains(step))
}

struct Seeker<'c, 'a> {
    case: &'c Case<'a>,
    found: Vec<Round>,
    open: usize,
}

impl Seeker<'_, '_> {
    /// Adds the rounds by guards that do not always hold, but for states that go round anyway.
    fn guarded(&mut self, told: &BTreeSet<StateId>) {
        let (machine, verdicts) = (&self.case.machine, verdicts::of(self.case));
        let may = |step: StepId| {
            let source = machine.step(step).source;
            let known = asking::is_certain(self.case, step) && !machine.unread.is_uncertain(source, source);
            known && verdicts.reached[source.index()] && verdicts.fires(step) && is_alone(machine, source)
        };
        for ring in machine.eventless_rings(&may) {
            if ring.steps.len() <= MOST && !ring.states.iter().any(|state| told.contains(state)) {
                self.untie(&ring.steps);
            }
        }
        for (number, step) in machine.journey.steps.iter().enumerate() {
            let id = StepId(number as u32);
            let stays = step.to.is_empty() && matches!(step.trigger, Trigger::Always);
            if stays && step.guard.is_some() && may(id) && !told.contains(&step.source) {
                self.ask(&[id], Some(id));
            }
        }
    }

    /// Goes through the rings of a knot, each from its first state on, until one goes round for ever.
    fn untie(&mut self, steps: &[StepId]) {
        let machine = &self.case.machine;
        let mut open: Vec<Vec<StepId>> = steps.iter().map(|&step| vec![step]).collect();
        let mut asked = 0;
        while let Some(path) = open.pop() {
            let (Some(&first), Some(&last)) = (path.first(), path.last()) else { continue };
            let start = machine.step(first).source;
            let Some(target) = target(machine, last) else { continue };
            if target == start {
                asked += 1;
                if asked > MOST || self.ask(&path, None) {
                    return;
                }
                continue;
            }
            let passed = |state: StateId| path.iter().any(|&step| machine.step(step).source == state);
            if target < start || passed(target) || path.len() >= MOST {
                continue;
            }
            let next = steps.iter().filter(|&&step| machine.step(step).source == target);
            open.extend(next.map(|&step| path.iter().copied().chain([step]).collect()));
        }
    }

    /// Asks whether the guards of a ring can hold all at once, if nothing in it changes what they read; whether they
    /// can.
    fn ask(&mut self, steps: &[StepId], stays: Option<StepId>) -> bool {
        let (machine, knowledge) = (&self.case.machine, self.case.knowledge());
        let mut states: Vec<StateId> = steps.iter().map(|&step| machine.step(step).source).collect();
        let (mut holds, mut fails): (Vec<&Condition>, Vec<&Condition>) = (Vec::new(), Vec::new());
        let mut involved: Vec<StepId> = Vec::new();
        for &step in steps {
            let source = machine.step(step).source;
            holds.extend(&machine.step(step).guard);
            let before = machine.dispatch.always(source).iter().copied().take_while(|&other| other != step);
            let before: Vec<StepId> =
                before.filter(|other| !verdicts::of(self.case).steps[other.index()].is_never()).collect();
            if before.iter().any(|&other| machine.step(other).guard.is_none() || !asking::is_certain(self.case, other))
            {
                return false;
            }
            fails.extend(before.iter().filter_map(|&other| machine.step(other).guard.as_ref()));
            involved.extend(before.into_iter().chain([step]));
        }
        let unread = readings::lean_on_the_unread(self.case, &involved);
        if unread || !self.is_steady(steps, &involved) || !is_undisturbed(machine, &states, &involved) {
            return false;
        }
        let mut world = knowledge.world(machine, states[0], &Trigger::Always);
        for &state in &states {
            knowledge.narrow(&mut world, state);
        }
        states.sort_unstable();
        match asking::asked((machine, &states), &holds, &fails, &knowledge.settled(world)) {
            Answer::No => false,
            Answer::Unknown => {
                self.open += 1;
                false
            }
            Answer::Yes(witness) => {
                let when = witness.wording(&names(&machine.journey));
                self.found.push(Round { states, step: stays, when });
                true
            }
        }
    }

    /// Whether what the guards of `involved` read stays the same while people go round by `steps`.
    fn is_steady(&self, steps: &[StepId], involved: &[StepId]) -> bool {
        let machine = &self.case.machine;
        let mut set = BTreeSet::new();
        for &step in steps {
            set.extend(self.case.knowledge().writes(machine, step));
            let Route::Simple { domain, target } = machine.dispatch.route(step) else { continue };
            moves::assigned(&machine.state(target).on_entry, &mut set);
            let left = machine.outward(machine.step(step).source).take_while(|&at| at != domain);
            left.for_each(|state| moves::assigned(&machine.state(state).on_exit, &mut set));
        }
        let definitions = self.case.definitions();
        let decls = involved.iter().filter_map(|&step| self.case.step_decl(step).guard.as_ref());
        let mut read = decls.flat_map(|guard| readings::of(guard, definitions));
        let variable = |name: &str| machine.journey.context.iter().position(|of| of.name.value == name);
        read.all(|path| match path[0].as_str() {
            "in_state" | "state" => false,
            "ctx" => path.get(1).and_then(|name| variable(name)).is_some_and(|slot| !set.contains(&(slot as u16))),
            _ => true,
        })
    }
}

/// Where a step leads, if that is one state with nothing inside.
fn target(machine: &Machine, step: StepId) -> Option<StateId> {
    match machine.dispatch.route(step) {
        Route::Simple { target, .. } => Some(target),
        _ => None,
    }
}
