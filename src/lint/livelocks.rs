//! Rounds of `always` steps that change what their guards read, or lead through what is completed or raised: where one may
//! begin is asked of the solver, and whether it ever ends is played on the engine.

use std::cell::Cell;
use std::collections::BTreeSet;

use crate::engine::input::{Input, Stimulus};
use crate::engine::instance::Instance;
use crate::engine::ledger::NothingSent;
use crate::engine::rest::{Restless, settle};
use crate::engine::scratch::Scratch;
use crate::engine::supposition::suppose;
use crate::expr::inputs::PersonView;
use crate::expr::solve::witness::Witness;
use crate::expr::solve::world::{Thing, World};
use crate::expr::term::Condition;
use crate::graph::machine::Machine;
use crate::lint::beginnings::{candidates, completed, leaves};
use crate::lint::case::Case;
use crate::lint::knots::Round;
use crate::lint::knowledge::activity::together;
use crate::lint::knowledge::attain::Place;
use crate::lint::knowledge::undo::Wanted;
use crate::lint::verdicts;
use crate::lint::verdicts::asking;
use crate::lint::verdicts::witnessing;
use crate::model::ids::{EventId, StateId, StepId, VariableId};
use crate::model::journey::{Assign, Block, Work};
use crate::model::naming::names;
use crate::terms::value::Value;

/// More beginnings than this are not played for one journey: each may take as many steps as the engine allows.
const MOST: usize = 48;
/// So many variables that were set are tried beyond what they came to.
const COUNTED: usize = 2;
/// So many people are tried where a split parts them.
const PEOPLE: usize = 64;

/// Adds the rounds that are found so, but for those through states that go round anyway. How many questions are left open:
/// something goes round, and nobody knows whether somebody comes there.
pub fn seek(case: &Case<'_>, found: &mut Vec<Round>) -> usize {
    let (machine, verdicts) = (&case.machine, verdicts::of(case));
    let last = machine.state(Machine::ROOT).last;
    if !case.knowledge().is_whole() || machine.unread.is_uncertain(Machine::ROOT, last) {
        return 0;
    }
    let may = |step: StepId| {
        let source = machine.step(step).source;
        asking::is_certain(case, step) && verdicts.peopled[source.index()] && verdicts.happens(step)
    };
    let (mut left, mut open) = (MOST, 0);
    for beginnings in candidates(case, &may) {
        let told: BTreeSet<StateId> = found.iter().flat_map(|round| &round.states).copied().collect();
        if beginnings.iter().any(|&step| told.contains(&machine.step(step).source)) {
            continue;
        }
        let played =
            beginnings.into_iter().flat_map(|step| leaves(case, step).into_iter().map(move |leaf| (step, leaf)));
        let mut rounds = played.take(left).inspect(|_| left -= 1);
        let doubtful = Cell::new(false);
        let round = rounds.find_map(|(step, leaf)| play((case, &doubtful), step, leaf));
        open += usize::from(round.is_none() && doubtful.get());
        found.extend(round);
    }
    open
}

/// The round on which somebody gets who takes `step` in `leaf`, if the engine says so.
fn play((case, doubtful): (&Case<'_>, &Cell<bool>), step: StepId, leaf: StateId) -> Option<Round> {
    let (machine, knowledge) = (&case.machine, case.knowledge());
    let (holds, fails) = claims(machine, step, leaf)?;
    let mut world = knowledge.world(machine, leaf, &machine.step(step).trigger);
    knowledge.narrow(&mut world, leaf);
    let world = knowledge.settled(world);
    // The other regions are where the guards ask them to be, else where they begin.
    let first = asking::asked((machine, &[leaf]), &holds, &fails, &world);
    let places = standing(machine, leaf, first.witness()?)?;
    let place = Place { states: &places, event: None };
    // What anybody may have, and what somebody is known to come to: the first is more often a round, the second is always
    // somebody's.
    let ask = |world: &World<'_>| {
        [
            asking::asked((machine, &places), &holds, &fails, world),
            witnessing::witnessed_at((case, &place), &holds, &fails, world),
        ]
    };
    let completed = completed(machine, step).map(|(event, _)| event);
    let trial = Trial { case, places: &places, completed, doubtful };
    let mut rests = Vec::new();
    let mut found = ask(&world).iter().find_map(|answer| trial.of(answer.witness()?, &mut rests));
    // Where it came to rest, an equality may have stopped it that others are past.
    for (slot, value) in rests {
        let thing = Thing::Context(slot);
        for side in world.get(thing).beside(&value).into_iter().filter(|side| !side.is_empty()) {
            found = found.or_else(|| {
                let answers = ask(&world.clone().with(thing, side));
                answers.iter().find_map(|answer| trial.of(answer.witness()?, &mut Vec::new()))
            });
        }
    }
    found
}

/// A beginning that is played.
struct Trial<'t, 'a> {
    case: &'t Case<'a>,
    /// The atomic states of who is there.
    places: &'t [StateId],
    /// What was completed just now.
    completed: Option<EventId>,
    /// Whether something went round of which nobody knows whether somebody comes there.
    doubtful: &'t Cell<bool>,
}

impl Trial<'_, '_> {
    /// The round on which `witness` gets, if it is somebody; else variables that were set until they came to `rest`.
    fn of(&self, witness: &Witness, rests: &mut Vec<(u16, Value)>) -> Option<Round> {
        let machine = &self.case.machine;
        let mut instance = supposed(machine, self.places, witness)?;
        let Some(restless) = self.live(&mut instance, witness) else {
            let before = supposed(machine, self.places, witness)?;
            let counted = (0..).zip(instance.context.iter().zip(&before.context));
            let set = counted.filter(|(_, (after, before))| after != before);
            let new = set.filter(|(slot, _)| rests.iter().all(|known: &(u16, Value)| known.0 != *slot));
            let new: Vec<(u16, Value)> = new.map(|(slot, (after, _))| (slot, after.clone())).take(COUNTED).collect();
            rests.extend(new);
            return None;
        };
        let told = self.remembers(&restless) && is_somebody(self.case, &instance, witness, &restless);
        self.doubtful.set(self.doubtful.get() || !told);
        told.then(|| round(machine, &restless, witness))
    }

    /// What goes on for ever; where a split is passed, for somebody of any of its arms.
    fn live(&self, instance: &mut Instance, witness: &Witness) -> Option<Restless> {
        let before = instance.clone();
        let restless = self.settle(instance, witness, &witness.user);
        let is_asked = witness.reads().iter().any(|(thing, _)| *thing == Thing::UserId);
        if restless.is_some() || instance.arms.is_empty() || is_asked {
            return restless;
        }
        (2..PEOPLE).find_map(|number| {
            let mut other = before.clone();
            self.settle(&mut other, witness, &format!("u-{number}")).inspect(|_| *instance = other)
        })
    }

    fn settle(&self, instance: &mut Instance, witness: &Witness, user: &str) -> Option<Restless> {
        let machine = &self.case.machine;
        let (mut consent, mut profile) = (witness.consent.clone(), witness.profile.clone());
        consent.resize(machine.journey.purposes.len().max(consent.len()), false);
        profile.resize(machine.journey.profile.len().max(profile.len()), Value::Unit);
        let person = PersonView { id: user, anonymous: witness.anonymous, consent: &consent, profile: &profile };
        let stimulus = Stimulus::Timer(StepId(0));
        let input = Input { stimulus, now: witness.now, person: &person, ledger: &NothingSent, out: None, cause: "" };
        settle(machine, (instance, self.completed), &input, &mut Scratch::default())
    }

    /// Whether every history that was asked was left in what was played, and so remembers that, or else nothing.
    fn remembers(&self, restless: &Restless) -> bool {
        let machine = &self.case.machine;
        let is_begun = |state: StateId| self.places.iter().any(|&leaf| machine.is_inside(state, leaf));
        let around = |history: StateId| machine.state(history).parent.unwrap_or(Machine::ROOT);
        let knows = |source: StateId, target: StateId| {
            let around = around(target);
            machine.forgets(target) || is_begun(around) && !together(machine, source, around)
        };
        let of = restless.taken.iter().map(|&step| machine.step(step));
        let mut targeted = of.flat_map(|step| step.to.iter().map(|&to| (step.source, to)));
        // What was entered anew was left before, if people began in it.
        let mut begins = machine.beginning_histories(&restless.entered);
        targeted.all(|(source, to)| knows(source, to))
            && begins.all(|history| machine.forgets(history) || is_begun(around(history)))
    }
}

/// What must hold and fail where `step` is taken in `leaf`; absent where another one is taken in any case.
fn claims(machine: &Machine, step: StepId, leaf: StateId) -> Option<(Vec<&Condition>, Vec<&Condition>)> {
    let source = machine.step(step).source;
    let holds = machine.step(step).guard.iter().collect();
    if completed(machine, step).is_some() {
        return Some((holds, Vec::new()));
    }
    let around = machine.outward(leaf).take_while(|&at| at != source).chain([source]);
    let before = around.flat_map(|at| machine.dispatch.always(at)).take_while(|&&other| other != step);
    let fails = before.map(|&other| machine.step(other).guard.as_ref()).collect::<Option<Vec<&Condition>>>()?;
    let whole = |guard: &&Condition| asking::is_whole(guard);
    Some((holds, fails.into_iter().filter(whole).collect()))
}

/// The atomic states of somebody who is in `leaf` and where `witness` is.
fn standing(machine: &Machine, leaf: StateId, witness: &Witness) -> Option<Vec<StateId>> {
    let states: Vec<StateId> = std::iter::once(leaf).chain(witness.active.iter().copied().map(StateId)).collect();
    let active = suppose(machine, &states, 0)?.configuration.into_iter().map(|active| active.state);
    Some(active.filter(|&state| machine.dispatch.is_atomic(state)).collect())
}

fn supposed(machine: &Machine, states: &[StateId], witness: &Witness) -> Option<Instance> {
    let mut instance = suppose(machine, states, witness.entered_at)?;
    for (thing, value) in witness.reads() {
        if let Thing::Context(slot) = thing
            && let Some(place) = instance.context.get_mut(usize::from(slot))
        {
            *place = value;
        }
    }
    Some(instance)
}

/// Whether it is known that somebody comes to stand as `instance` does, with everything that matters on the way.
fn is_somebody(case: &Case<'_>, instance: &Instance, witness: &Witness, restless: &Restless) -> bool {
    let (machine, knowledge) = (&case.machine, case.knowledge());
    let active: Vec<StateId> = instance.configuration.iter().map(|active| active.state).collect();
    let mut wanted = Wanted::new();
    for slot in mattering(machine, &active, restless) {
        if knowledge.is_tracked(VariableId(slot)) {
            wanted.insert(Thing::Context(slot), instance.context[usize::from(slot)].clone());
        }
    }
    let attain = witnessing::attain(case);
    wanted.extend(attain.wanted(witness));
    let atomic: Vec<StateId> = active.into_iter().filter(|&state| machine.dispatch.is_atomic(state)).collect();
    attain.is_attained(&Place { states: &atomic, event: None }, &wanted, &[])
}

/// The variables on which it depends which steps are taken from `active` on.
fn mattering(machine: &Machine, active: &[StateId], restless: &Restless) -> BTreeSet<u16> {
    let states: BTreeSet<StateId> = active.iter().chain(&restless.entered).copied().collect();
    let mut slots = BTreeSet::new();
    for step in states.iter().chain([&Machine::ROOT]).flat_map(|&state| machine.dispatch.always(state)) {
        slots.extend(machine.step(*step).guard.iter().flat_map(|guard| guard.reads().context));
    }
    loop {
        let before = slots.len();
        for &step in &restless.taken {
            feed(&machine.step(step).set, &mut slots);
            feed_block(&machine.step(step).actions, &mut slots);
        }
        for &state in &states {
            feed_block(&machine.state(state).on_entry, &mut slots);
            feed_block(&machine.state(state).on_exit, &mut slots);
        }
        if slots.len() == before {
            return slots;
        }
    }
}

/// Adds what the values of variables among `slots` are made of.
fn feed(assigns: &[Assign], slots: &mut BTreeSet<u16>) {
    for assign in assigns.iter().rev() {
        if slots.contains(&assign.variable.0) {
            slots.extend(assign.value.reads().context);
        }
    }
}

fn feed_block(block: &Block, slots: &mut BTreeSet<u16>) {
    for instruction in block {
        match &instruction.work {
            Work::Set(assigns) => feed(assigns, slots),
            Work::If(condition, then, otherwise) => {
                slots.extend(condition.reads().context);
                feed_block(then, slots);
                feed_block(otherwise, slots);
            }
            _ => {}
        }
    }
}

fn round(machine: &Machine, restless: &Restless, witness: &Witness) -> Round {
    Round { when: witness.wording(&names(&machine.journey)), ..Round::of(machine, &restless.round) }
}
