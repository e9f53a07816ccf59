//! How a condition of the old version and one of the new stand to each other: proven, never guessed.

use smol_str::SmolStr;

use crate::diff::change::{Change, Class, Need, Seen};
use crate::diff::kind::Kind;
use crate::diff::pair::{Delta, Pair};
use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::{ALWAYS, Answer, Claims, possible};
use crate::expr::solve::values::Values;
use crate::expr::solve::world::{Thing, World};
use crate::expr::term::Condition;
use crate::expr::wording::Names;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::joint::Which;
use crate::model::journey::{Journey, Trigger};
use crate::model::payloads::of_path_of_any;
use crate::terms::value::Value;

/// How two conditions stand to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// They hold for the same people.
    Equivalent,
    /// The new one holds wherever the old one does, and for somebody more.
    Loosened(Seen),
    /// The new one holds for some of those for whom the old one does.
    Tightened(Seen),
    /// Each holds for somebody for whom the other does not.
    Incomparable([Seen; 2]),
    /// It is not known; these people are, who are treated otherwise.
    NotProven(Vec<Seen>),
}

/// What fires what the conditions guard, by event, in the old version and in the new one; none for a timer.
pub type Triggers<'t> = [&'t [EventId]; 2];

/// How the conditions `was` and `is` stand to each other; what has none always holds.
pub fn relation(pair: &Pair<'_>, conditions: [Option<&Condition>; 2], triggers: Triggers<'_>) -> Relation {
    relation_where(pair, conditions, triggers, &|_| None)
}

/// The same where `active` knows of states of the new version whether people are in them.
pub(in crate::diff) fn relation_where(
    pair: &Pair<'_>,
    [was, is]: [Option<&Condition>; 2],
    triggers: Triggers<'_>,
    active: &dyn Fn(StateId) -> Option<bool>,
) -> Relation {
    let (old, new) = (&pair.old.machine.journey, &pair.new.machine.journey);
    let mut joint = pair.both().joint();
    let mut side = |which, condition: Option<&Condition>, events| match condition {
        None => Some(ALWAYS.clone()),
        Some(condition) => joint.condition(which, condition, events),
    };
    let (Some(was), Some(is)) = (side(Which::Old, was, triggers[0]), side(Which::New, is, triggers[1])) else {
        return Relation::NotProven(Vec::new());
    };
    let (ground, payload) = (joint.ground(), joint.payload(triggers));
    let mut world = World::of(&ground).payload(&payload);
    // The states of the new version come first, by their own numbers.
    let is_new = |state: &u32| (*state as usize) < new.states.len();
    for state in [&was, &is].into_iter().flat_map(|condition| condition.reads().states).filter(is_new) {
        if let Some(is_active) = active(StateId(state)) {
            world.set(Thing::InState(state), Values::one(&Value::Bool(is_active)));
        }
    }
    if triggers.iter().all(|events| !events.is_empty()) {
        let names = |journey: &Journey, events: &[EventId]| -> Vec<SmolStr> {
            events.iter().map(|event| journey.events[event.index()].name.clone()).collect()
        };
        let mut types = names(old, triggers[0]);
        types.extend(names(new, triggers[1]));
        world = world.event(types);
    }
    let ask = |holds: &Condition, fails: &Condition| {
        possible(&Claims { holds: &[holds], fails: &[fails] }, &world, &mut Budget::default())
    };
    judged(&ask(&was, &is), &ask(&is, &was), &joint.names())
}

/// Whether it is proven that no input can take both steps of the new version.
pub(in crate::diff) fn are_disjoint(pair: &Pair<'_>, first: StepId, second: StepId) -> bool {
    let machine = &pair.new.machine;
    let (Some(one), Some(other)) = (&machine.step(first).guard, &machine.step(second).guard) else { return false };
    let events = [first, second].map(|step| match &machine.step(step).trigger {
        Trigger::Events(events) => events.as_slice(),
        Trigger::Timer(_) | Trigger::Always => &[],
    });
    let payload = payload(&machine.journey, [one, other], events);
    let world = World::of(pair.new_ground()).payload(&payload);
    possible(&Claims { holds: &[one, other], fails: &[] }, &world, &mut Budget::default()).is_no()
}

/// Whether it is proven that the guard of a step of the new version that no event fires always holds.
pub(in crate::diff) fn always_holds(pair: &Pair<'_>, step: StepId) -> bool {
    let Some(guard) = &pair.new.machine.step(step).guard else { return true };
    let world = World::of(pair.new_ground());
    possible(&Claims { holds: &[], fails: &[guard] }, &world, &mut Budget::default()).is_no()
}

/// Whether the guard of a step of the new version that no event fires may hold where `states` are active; it is only asked
/// where it asks for states.
pub(in crate::diff) fn may_hold_in(pair: &Pair<'_>, step: StepId, states: &[StateId]) -> bool {
    let Some(guard) = &pair.new.machine.step(step).guard else { return true };
    let reads = guard.reads().states;
    let mut world = World::of(pair.new_ground());
    for &state in &reads {
        let is_active = states.binary_search(&StateId(state)).is_ok();
        world.set(Thing::InState(state), Values::one(&Value::Bool(is_active)));
    }
    reads.is_empty() || !possible(&Claims { holds: &[guard], fails: &[] }, &world, &mut Budget::default()).is_no()
}

/// By number, what the payload paths that `conditions` read may hold where one of these events has come.
fn payload(journey: &Journey, conditions: [&Condition; 2], events: [&[EventId]; 2]) -> Vec<Values> {
    let mut values = Vec::new();
    for number in conditions.into_iter().flat_map(|condition| condition.reads().payload) {
        let place = usize::from(number);
        let Some(path) = journey.paths.iter().nth(place) else { continue };
        values.resize(values.len().max(place + 1), Values::any());
        values[place] = of_path_of_any(events.map(|events| (journey, events)), path);
    }
    values
}

fn judged(lost: &Answer, gained: &Answer, names: &Names<'_>) -> Relation {
    let seen = |answer: &Answer, before: bool| {
        answer.witness().map(|witness| Seen { who: witness.wording(names), before: Some(before), after: !before })
    };
    match (lost, gained, seen(lost, true), seen(gained, false)) {
        (Answer::No, Answer::No, ..) => Relation::Equivalent,
        (Answer::No, _, _, Some(more)) => Relation::Loosened(more),
        (_, Answer::No, Some(less), _) => Relation::Tightened(less),
        (_, _, Some(less), Some(more)) => Relation::Incomparable([less, more]),
        (_, _, less, more) => Relation::NotProven(less.into_iter().chain(more).collect()),
    }
}

/// The change of a guard that `delta` is; `whose` is what it guards, as in "the step `nudge`".
pub(in crate::diff) fn change(pair: &Pair<'_>, delta: &Delta<'_>, relation: Relation, whose: &str) -> Change {
    let made = |kind, class, meaning: String| pair.change(kind, class, delta, meaning);
    match relation {
        Relation::Equivalent => made(
            Kind::GuardEquivalent,
            Class::Patch,
            format!("the guard of {whose} is written otherwise; it holds for the same people, which is proven"),
        ),
        Relation::Loosened(seen) => Change {
            witnesses: vec![seen],
            ack: true,
            ..made(
                Kind::GuardLoosened,
                Class::Minor,
                format!("the guard of {whose} holds for everybody as before, and for more"),
            )
        },
        Relation::Tightened(seen) => Change {
            witnesses: vec![seen],
            ack: true,
            ..made(Kind::GuardTightened, Class::Minor, format!("the guard of {whose} no longer holds for some"))
        },
        Relation::Incomparable(seen) => Change {
            witnesses: seen.into(),
            ack: true,
            ..made(
                Kind::GuardChanged,
                Class::Minor,
                format!("the guard of {whose} no longer holds for some, and now holds for others"),
            )
        },
        Relation::NotProven(seen) => Change {
            witnesses: seen,
            ack: true,
            ..made(
                Kind::GuardChanged,
                Class::Minor,
                format!("the guard of {whose} is another; whether it holds for the same people is not proven"),
            )
        },
    }
}

/// States of the old version that nobody leaves in the new one, by their old names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stuck {
    /// The states that nobody leaves.
    pub states: Vec<SmolStr>,
    /// Those that people are in there, the innermost.
    pub inside: Vec<SmolStr>,
    /// Whether one of them is a state around others, in which people may still move.
    pub around: bool,
    /// Whether an exit rule may still end the journey for whoever is there.
    pub exits: bool,
}

impl Stuck {
    /// Whether all can be left.
    pub const fn is_empty(&self) -> bool {
        self.states.is_empty()
    }
}

/// `change` as one after which no step leads out of these states any more. An exit rule is a way out.
pub(in crate::diff) fn stuck(change: Change, stuck: Stuck) -> Change {
    let names = stuck.states.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if stuck.exits {
        let meaning = format!("{}; only an exit rule leads out of {names} any more", change.meaning);
        return Change { ack: true, meaning, ..change };
    }
    let meaning = format!("{}; nobody leaves {names} any more", change.meaning);
    Change { class: Class::Major, ack: false, needs: Need::Images(stuck.inside), meaning, ..change }
}
