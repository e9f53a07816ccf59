//! Knots of `always` steps: ways from state to state inside them that people can go round for ever.

use std::collections::{BTreeMap, BTreeSet};

use crate::expr::term::Condition;
use crate::graph::assigned::assigned;
use crate::graph::machine::Machine;
use crate::graph::routes::Route;
use crate::graph::sets::{self, Forgotten, SetBuffers};
use crate::lint::case::Case;
use crate::lint::guards;
use crate::lint::knowledge::activity::together;
use crate::lint::readings;
use crate::lint::verdicts;
use crate::lint::verdicts::asking;
use crate::lint::verdicts::witnessing;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{StateKind, Trigger};
use crate::model::naming::names;

/// States round which people go for ever, or one step that stays and fires again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// The states, in document order.
    pub states: Vec<StateId>,
    /// The step, where it stays.
    pub step: Option<StepId>,
    /// When: "`ctx.n` is `0`"; empty for always.
    pub when: String,
    /// A step whose guard always holds, without which nobody would go round.
    pub follows: Option<StepId>,
    /// The events that are raised on the way and lead on; none where `always` steps do.
    pub raises: Vec<EventId>,
}

impl Round {
    /// That of `steps`, round which people go always.
    pub fn of(machine: &Machine, steps: &[StepId]) -> Self {
        let sources: BTreeSet<StateId> = steps.iter().map(|&step| machine.step(step).source).collect();
        let step = match *steps {
            [one] if machine.widest_domain_of(one).is_none() => Some(one),
            _ => None,
        };
        Self { states: sources.into_iter().collect(), step, ..Self::default() }
    }
}

/// More steps than this in one knot, or rings in it, are not gone through.
const MOST: usize = 24;

/// Whether no state inside has an `always` step, which would be asked first.
pub fn is_alone(machine: &Machine, source: StateId) -> bool {
    let mut inner = (source.0 + 1..=machine.state(source).last.0).map(StateId);
    inner.all(|state| machine.dispatch.always(state).is_empty())
}

/// Whether nothing beside a ring is taken with it, in another region or around that.
pub fn is_undisturbed(machine: &Machine, states: &[StateId], steps: &[StepId]) -> bool {
    beside(machine, states, steps).is_some_and(|beside| beside.is_empty())
}

/// Whether nothing beside a ring takes people out of it.
pub fn is_lasting(machine: &Machine, states: &[StateId], steps: &[StepId]) -> bool {
    let remembers = |step: StepId| matches!(machine.dispatch.route(step), Route::Remembering);
    let takes_out = |step: StepId| remembers(step) || states.iter().any(|&state| machine.takes_out_of(step, state));
    beside(machine, states, steps).is_some_and(|beside| !beside.into_iter().any(takes_out))
}

/// The `always` steps that may be taken together with those of a ring: of another region, or of what is around that. What
/// moves people out of a state around yields to what moves them inside. Absent where not all is known of them, or a split
/// stands among them.
fn beside(machine: &Machine, states: &[StateId], steps: &[StepId]) -> Option<Vec<StepId>> {
    let parallel = |&state: &StateId| matches!(machine.state(state).kind, StateKind::Parallel);
    let Some(around) = states.iter().flat_map(|&state| machine.outward(state).filter(parallel)).min() else {
        return Some(Vec::new());
    };
    let last = machine.state(around).last;
    let with = |at: &StateId| states.iter().any(|&state| together(machine, *at, state));
    let inside = (around.0..=last.0).map(StateId).filter(with);
    let draws = |at: StateId| matches!(machine.state(at).kind, StateKind::Split(_)) && !states.contains(&at);
    if machine.unread.is_uncertain(around, last) || inside.clone().any(draws) {
        return None;
    }
    let moves = |step: StepId| machine.domain_of(step).is_some();
    let is_around = |at: StateId| states.iter().all(|&state| machine.is_inside(at, state));
    let ring_moves = steps.iter().all(|&step| moves(step));
    let yields = |step: StepId| ring_moves && moves(step) && is_around(machine.step(step).source);
    let all = inside.chain(machine.outward(around).skip(1)).flat_map(|at| machine.dispatch.always(at)).copied();
    Some(all.filter(|&step| !steps.contains(&step) && !yields(step)).collect())
}

/// Looks for rounds that need more than steps which always fire.
pub struct Seeker<'c, 'a> {
    case: &'c Case<'a>,
    /// What was found before and now.
    pub found: Vec<Round>,
    /// How many questions were left open.
    pub open: usize,
}

/// A step that people take who are in a state with nothing inside.
#[derive(Clone, Copy)]
struct Leap {
    from: StateId,
    step: StepId,
}

/// What a step leaves and enters.
#[derive(Default)]
pub struct Landing {
    /// What bounds that; absent where the step stays.
    pub domain: Option<StateId>,
    /// The states that are entered, outermost first.
    pub entered: Vec<StateId>,
    /// The one state with nothing inside in which people come to be; absent where the step stays.
    pub leaf: Option<StateId>,
}

impl<'c, 'a> Seeker<'c, 'a> {
    /// One that has found `found`.
    pub const fn new(case: &'c Case<'a>, found: Vec<Round>) -> Self {
        Self { case, found, open: 0 }
    }

    /// Adds the rounds by guards that do not always hold, or by steps of states around, but for states that go round
    /// anyway.
    pub fn seek(&mut self) {
        let told: BTreeSet<StateId> = self.found.iter().flat_map(|round| &round.states).copied().collect();
        let (machine, verdicts) = (&self.case.machine, verdicts::of(self.case));
        let may = |step: StepId| {
            let known = asking::is_certain(self.case, step);
            known && verdicts.peopled[machine.step(step).source.index()] && verdicts.happens(step)
        };
        for ring in machine.eventless_rings(&may) {
            if ring.steps.len() <= MOST && !ring.states.iter().any(|state| told.contains(state)) {
                self.untie(&ring.steps);
            }
        }
        for (number, step) in machine.journey.steps.iter().enumerate() {
            let id = StepId(number as u32);
            let stays = step.to.is_empty() && matches!(step.trigger, Trigger::Always);
            if stays
                && step.guard.is_some()
                && is_alone(machine, step.source)
                && may(id)
                && !told.contains(&step.source)
            {
                self.ask(&[Leap { from: step.source, step: id }], &BTreeMap::new());
            }
        }
    }

    /// Goes through the rings of a knot, each from its first state on, until one goes round for ever.
    fn untie(&mut self, steps: &[StepId]) {
        let machine = &self.case.machine;
        let landings: BTreeMap<StepId, Landing> =
            steps.iter().filter_map(|&step| Some((step, landing(machine, step)?))).collect();
        let starts = landings.iter().map(|(&step, landing)| landing.leaf.unwrap_or(machine.step(step).source));
        let starts: BTreeSet<StateId> = starts.collect();
        let mut open: Vec<Vec<Leap>> = Vec::new();
        for &start in starts.iter().rev() {
            open.extend(self.leaps(start, &landings).map(|leap| vec![leap]));
        }
        let mut asked = 0;
        while let Some(path) = open.pop() {
            let (Some(first), Some(last)) = (path.first(), path.last()) else { continue };
            let Some(landing) = landings.get(&last.step) else { continue };
            let next = landing.leaf.unwrap_or(last.from);
            if next == first.from {
                asked += 1;
                if asked > MOST || self.ask(&path, &landings) {
                    return;
                }
                continue;
            }
            let passed = path.iter().any(|leap| leap.from == next);
            if next > first.from && !passed && path.len() < MOST {
                open.extend(self.leaps(next, &landings).map(|leap| path.iter().copied().chain([leap]).collect()));
            }
        }
    }

    /// The steps of a knot that people may take who are in `from`.
    fn leaps(&self, from: StateId, landings: &BTreeMap<StepId, Landing>) -> impl Iterator<Item = Leap> {
        let machine = &self.case.machine;
        let always = machine.outward(from).flat_map(|at| machine.dispatch.always(at)).copied();
        let leaps = always.filter(|step| landings.contains_key(step)).map(|step| Leap { from, step });
        let all: Vec<Leap> = leaps.filter(|&leap| self.before(leap).is_some()).collect();
        all.into_iter()
    }

    /// The steps that are asked before that of `leap`, each with a guard; absent where one of them always answers, or
    /// not all is known.
    fn before(&self, leap: Leap) -> Option<Vec<StepId>> {
        let (machine, verdicts) = (&self.case.machine, verdicts::of(self.case));
        let source = machine.step(leap.step).source;
        let mut around: Vec<StateId> = machine.outward(leap.from).take_while(|&at| at != source).collect();
        around.push(source);
        if around.iter().any(|&at| machine.unread.is_uncertain(at, at)) {
            return None;
        }
        let steps = around.iter().flat_map(|&at| machine.dispatch.always(at)).copied();
        let before = steps.take_while(|&other| other != leap.step);
        let before: Vec<StepId> = before.filter(|other| !verdicts.steps[other.index()].is_never()).collect();
        let fails = |&other: &StepId| machine.step(other).guard.is_some() && asking::is_certain(self.case, other);
        before.iter().all(fails).then_some(before)
    }

    /// Asks whether the guards of a ring can hold all at once, if nothing in it changes what they read; whether they
    /// can.
    fn ask(&mut self, path: &[Leap], landings: &BTreeMap<StepId, Landing>) -> bool {
        let (machine, knowledge) = (&self.case.machine, self.case.knowledge());
        let (mut holds, mut fails): (Vec<&Condition>, Vec<&Condition>) = (Vec::new(), Vec::new());
        let mut involved: Vec<StepId> = Vec::new();
        for &leap in path {
            let Some(before) = self.before(leap) else { return false };
            holds.extend(&machine.step(leap.step).guard);
            fails.extend(before.iter().filter_map(|&other| machine.step(other).guard.as_ref()));
            involved.extend(before.into_iter().chain([leap.step]));
        }
        let mut leaves: Vec<StateId> = path.iter().map(|leap| leap.from).collect();
        let unread = readings::lean_on_the_unread(self.case, &involved);
        if unread || !self.is_steady(path, landings, &involved) || !is_undisturbed(machine, &leaves, &involved) {
            return false;
        }
        if holds.is_empty() && fails.is_empty() {
            self.found.push(self.round(path, String::new()));
            return true;
        }
        let mut world = knowledge.world(machine, leaves[0], &Trigger::Always);
        for &leaf in &leaves {
            knowledge.narrow(&mut world, leaf);
        }
        leaves.sort_unstable();
        let world = knowledge.settled(world);
        if asking::asked((machine, &leaves), &holds, &fails, &world).is_no() {
            return false;
        }
        // Who goes round comes to one of its states first.
        let mut met = leaves.iter().map(|leaf| witnessing::witnessed((self.case, &[*leaf]), &holds, &fails, &world));
        let Some(witness) = met.find_map(|answer| answer.witness().cloned()) else {
            self.open += 1;
            return false;
        };
        self.found.push(self.round(path, witness.wording(&names(&machine.journey))));
        true
    }

    fn round(&self, path: &[Leap], when: String) -> Round {
        let (machine, verdicts) = (&self.case.machine, verdicts::of(self.case));
        let steps: Vec<StepId> = path.iter().map(|leap| leap.step).collect();
        let always = steps.iter().all(|step| verdicts.steps[step.index()].is_always());
        let follows = steps.iter().copied().find(|&step| always && guards::always_holds(self.case, step));
        Round { when, follows, ..Round::of(machine, &steps) }
    }

    /// Whether what the guards of `involved` read stays the same while people go round.
    fn is_steady(&self, path: &[Leap], landings: &BTreeMap<StepId, Landing>, involved: &[StepId]) -> bool {
        let machine = &self.case.machine;
        let mut set = BTreeSet::new();
        for leap in path {
            set.extend(self.case.knowledge().writes(machine, leap.step));
            let Some(landing) = landings.get(&leap.step) else { continue };
            let Some(domain) = landing.domain else { continue };
            landing.entered.iter().for_each(|&state| assigned(&machine.state(state).on_entry, &mut set));
            let left = machine.outward(leap.from).take_while(|&at| at != domain);
            left.for_each(|state| assigned(&machine.state(state).on_exit, &mut set));
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

/// What `step` leaves and enters, if it always comes to rest in one state with nothing inside; a history may remember
/// another one, a split leads on, and a final state at the top ends it all.
pub fn landing(machine: &Machine, step: StepId) -> Option<Landing> {
    if !machine.leads_to_defaults(step) {
        return None;
    }
    let Some(domain) = machine.domain_of(step) else { return Some(Landing::default()) };
    let mut entered = Vec::new();
    let buffers = (&mut SetBuffers::default(), &mut entered);
    sets::entry_set(&machine.journey, domain, &machine.step(step).to, &Forgotten, buffers);
    let mut leaves = entered.iter().copied().filter(|&state| machine.dispatch.is_atomic(state));
    let (Some(leaf), None) = (leaves.next(), leaves.next()) else { return None };
    let rests = match machine.state(leaf).kind {
        StateKind::Atomic => true,
        StateKind::Final => machine.state(leaf).parent != Some(Machine::ROOT),
        _ => false,
    };
    rests.then_some(Landing { domain: Some(domain), entered, leaf: Some(leaf) })
}
