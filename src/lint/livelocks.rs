//! Rounds of `always` steps that change what their guards read: where one may begin is asked of the solver, and whether it
//! ever ends is played on the engine.

use std::collections::BTreeSet;

use crate::engine::input::{Input, Stimulus};
use crate::engine::instance::Instance;
use crate::engine::ledger::NothingSent;
use crate::engine::rest::{Restless, settle};
use crate::engine::scratch::Scratch;
use crate::engine::supposition::suppose;
use crate::expr::inputs::PersonView;
use crate::expr::solve::witness::Witness;
use crate::expr::solve::world::Thing;
use crate::expr::term::Condition;
use crate::graph::machine::Machine;
use crate::graph::routes::Route;
use crate::lint::case::Case;
use crate::lint::knots::Round;
use crate::lint::knowledge::attain::{Attain, Place};
use crate::lint::knowledge::undo::Wanted;
use crate::lint::verdicts;
use crate::lint::verdicts::asking;
use crate::model::ids::{StateId, StepId, VariableId};
use crate::model::journey::{Assign, Block, Trigger, Work};
use crate::model::naming::names;
use crate::terms::value::Value;

/// More beginnings than this are not played for one journey: each may take as many steps as the engine allows.
const MOST: usize = 48;
/// More states than this inside the one that has a step are not tried.
const LEAVES: usize = 8;

/// Adds the rounds that are found so, but for those through states that go round anyway.
pub fn seek(case: &Case<'_>, found: &mut Vec<Round>) {
    let (machine, verdicts) = (&case.machine, verdicts::of(case));
    let last = machine.state(Machine::ROOT).last;
    if !case.knowledge().is_whole() || machine.unread.is_uncertain(Machine::ROOT, last) {
        return;
    }
    let may = |step: StepId| {
        let source = machine.step(step).source;
        asking::is_certain(case, step) && verdicts.reached[source.index()] && verdicts.fires(step)
    };
    let mut left = MOST;
    for beginnings in candidates(machine, &may) {
        let told: BTreeSet<StateId> = found.iter().flat_map(|round| &round.states).copied().collect();
        if beginnings.iter().any(|&step| told.contains(&machine.step(step).source)) {
            continue;
        }
        let played =
            beginnings.into_iter().flat_map(|step| leaves(case, step).into_iter().map(move |leaf| (step, leaf)));
        let mut rounds = played.take(left).inspect(|_| left -= 1);
        found.extend(rounds.find_map(|(step, leaf)| play(case, step, leaf)));
    }
}

/// The steps of each ring, and each step that stays where it is.
fn candidates(machine: &Machine, may: &dyn Fn(StepId) -> bool) -> Vec<Vec<StepId>> {
    let mut all: Vec<Vec<StepId>> = machine.eventless_rings(may).into_iter().map(|ring| ring.steps).collect();
    let steps = machine.journey.steps.iter().enumerate();
    let staying = steps.filter(|(_, step)| step.to.is_empty() && matches!(step.trigger, Trigger::Always));
    all.extend(staying.map(|(number, _)| StepId(number as u32)).filter(|&step| may(step)).map(|step| vec![step]));
    all
}

/// The states with nothing inside in which people may take `step`.
fn leaves(case: &Case<'_>, step: StepId) -> Vec<StateId> {
    let machine = &case.machine;
    let source = machine.step(step).source;
    let inside = (source.0..=machine.state(source).last.0).map(StateId);
    let visited = |&state: &StateId| machine.dispatch.is_atomic(state) && case.knowledge().is_visited(state);
    inside.filter(visited).take(LEAVES).collect()
}

/// The round on which somebody gets who takes `step` in `leaf`, if the engine says so.
fn play(case: &Case<'_>, step: StepId, leaf: StateId) -> Option<Round> {
    let (machine, knowledge) = (&case.machine, case.knowledge());
    let (holds, fails) = claims(machine, step, leaf)?;
    let mut world = knowledge.world(machine, leaf, &Trigger::Always);
    knowledge.narrow(&mut world, leaf);
    let world = knowledge.settled(world);
    // The other regions are where the guards ask them to be, else where they begin.
    let first = asking::asked((machine, &[leaf]), &holds, &fails, &world);
    let places = standing(machine, leaf, first.witness()?)?;
    let place = Place { states: &places, event: None };
    // What anybody may have, and what somebody is known to come to: the first is more often a round, the second is always
    // somebody's.
    let answers = [
        asking::asked((machine, &places), &holds, &fails, &world),
        asking::witnessed_at((case, &place), &holds, &fails, &world),
    ];
    answers.iter().filter_map(|answer| answer.witness()).find_map(|witness| {
        let mut instance = supposed(machine, &places, witness)?;
        let restless = live(machine, &mut instance, witness)?;
        (is_told(case, &restless) && is_somebody(case, &instance, witness, &restless))
            .then(|| round(machine, &restless, witness))
    })
}

/// What must hold and fail where `step` is taken in `leaf`; absent where another one is taken in any case.
fn claims(machine: &Machine, step: StepId, leaf: StateId) -> Option<(Vec<&Condition>, Vec<&Condition>)> {
    let source = machine.step(step).source;
    let around = machine.outward(leaf).take_while(|&at| at != source).chain([source]);
    let before = around.flat_map(|at| machine.dispatch.always(at)).take_while(|&&other| other != step);
    let fails = before.map(|&other| machine.step(other).guard.as_ref()).collect::<Option<Vec<&Condition>>>()?;
    let whole = |guard: &&Condition| asking::is_whole(guard);
    let holds = machine.step(step).guard.iter().collect();
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

fn live(machine: &Machine, instance: &mut Instance, witness: &Witness) -> Option<Restless> {
    let (mut consent, mut profile) = (witness.consent.clone(), witness.profile.clone());
    consent.resize(machine.journey.purposes.len().max(consent.len()), false);
    profile.resize(machine.journey.profile.len().max(profile.len()), Value::Unit);
    let person = PersonView { id: &witness.user, anonymous: witness.anonymous, consent: &consent, profile: &profile };
    let stimulus = Stimulus::Timer(StepId(0));
    let input = Input { stimulus, now: witness.now, person: &person, ledger: &NothingSent, out: None, cause: "" };
    settle(machine, instance, &input, &mut Scratch::default())
}

/// Whether the round is one of `always` steps alone, and by none that a history leads elsewhere.
fn is_told(case: &Case<'_>, restless: &Restless) -> bool {
    let machine = &case.machine;
    restless.round.iter().all(|&step| matches!(machine.step(step).trigger, Trigger::Always))
        && !restless.taken.iter().any(|&step| matches!(machine.dispatch.route(step), Route::Remembering))
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
    let attain = Attain::new(machine, knowledge);
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
    let mut states: Vec<StateId> = restless.round.iter().map(|&step| machine.step(step).source).collect();
    states.sort_unstable();
    states.dedup();
    let step = match restless.round[..] {
        [one] if matches!(machine.dispatch.route(one), Route::Stay) => Some(one),
        _ => None,
    };
    Round { states, step, when: witness.wording(&names(&machine.journey)), follows: None }
}
