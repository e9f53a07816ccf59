//! Whether a person can come to have just the values of a witness: its variables are followed back, way by way, to what
//! set them.

use std::cell::Cell;
use std::collections::{BTreeSet, VecDeque};

use smol_str::SmolStr;

use crate::expr::solve::values::Values;
use crate::expr::solve::witness::Witness;
use crate::expr::solve::world::{Thing, World};
use crate::graph::machine::Machine;
use crate::lint::knowledge::activity::together;
use crate::lint::knowledge::carrier::Facts;
use crate::lint::knowledge::completion;
use crate::lint::knowledge::index::Index;
use crate::lint::knowledge::known::Knowledge;
use crate::lint::knowledge::moves::{By, Move};
use crate::lint::knowledge::outer;
use crate::lint::knowledge::owed::{self, Owed};
use crate::lint::knowledge::payloads::fate;
use crate::lint::knowledge::undo::{Undo, Wanted};
use crate::model::ids::{EventId, StateId, StepId, VariableId};
use crate::terms::value::Value;

/// So many steps of the solver may be taken to follow people back, for all witnesses of one question together.
const STEPS: u32 = 1_000;
/// So many pasts are looked at for one witness.
const PASTS: usize = 200;
/// So many ways in are told apart.
const WAYS: usize = 12;
/// So many beginnings of ways are looked at for that.
const BEGINNINGS: usize = 200;

/// The states that people must be in at once; the journey itself is none of them.
type Places = Vec<StateId>;

/// People as they must have been.
#[derive(Clone, Debug, PartialEq)]
struct Past {
    places: Places,
    wanted: Wanted,
    owed: Vec<Owed>,
}

/// Where something is asked about, and what has just come there.
#[derive(Clone, Copy, Debug)]
pub struct Place<'p> {
    /// The states that people are in at once.
    pub states: &'p [StateId],
    /// The event that has come; absent where none is known.
    pub event: Option<EventId>,
}

/// Follows people back.
pub struct Attain<'m> {
    machine: &'m Machine,
    knowledge: &'m Knowledge,
    index: &'m Index,
    /// Steps that nobody takes.
    idle: &'m BTreeSet<StepId>,
    /// Steps of the solver that are left.
    left: Cell<u32>,
}

impl<'m> Attain<'m> {
    /// In a journey of which `knowledge` is known, and where nobody takes a step of `idle`.
    pub fn new(machine: &'m Machine, knowledge: &'m Knowledge, idle: &'m BTreeSet<StepId>) -> Self {
        Self { machine, knowledge, index: knowledge.by_work(machine), idle, left: Cell::new(STEPS) }
    }

    /// The variables of `witness` that something sets, with their values.
    pub fn wanted(&self, witness: &Witness) -> Wanted {
        let known = |thing: &Thing| match thing {
            Thing::Context(slot) => self.knowledge.is_tracked(VariableId(*slot)),
            Thing::UserId | Thing::Anonymous | Thing::Now => true,
            _ => false,
        };
        let wanted: Wanted = witness.reads().into_iter().filter(|(thing, _)| known(thing)).collect();
        if is_met(&wanted) { Wanted::new() } else { wanted }
    }

    /// What `witness` says of the params of an action whose fate has come.
    pub fn params(&self, event: Option<EventId>, witness: &Witness) -> Vec<(Vec<SmolStr>, Value)> {
        if fate(&self.machine.journey, event.as_slice()).is_none() {
            return Vec::new();
        }
        let param = |(thing, value): (Thing, Value)| match thing {
            Thing::Payload(number) => match self.machine.journey.paths.iter().nth(usize::from(number))? {
                [first, inside @ ..] if first == "params" => Some((inside.to_vec(), value)),
                _ => None,
            },
            _ => None,
        };
        witness.reads().into_iter().filter_map(param).collect()
    }

    /// Whether somebody who is at `place` can have come to what is `wanted`, with such `params` of the action whose fate has
    /// come: by ways that the engine would take for values which were found, back to where nothing is wanted any more.
    pub fn is_attained(&self, place: &Place<'_>, wanted: &Wanted, params: &[(Vec<SmolStr>, Value)]) -> bool {
        if is_met(wanted) && params.is_empty() {
            return true;
        }
        let fate = fate(&self.machine.journey, place.event.as_slice());
        let owed: Vec<Owed> = fate.map(|action| Owed::Asked(action, params.to_vec())).into_iter().collect();
        let begin = |places: Places| Past { places, wanted: wanted.clone(), owed: owed.clone() };
        let open = self.beginnings(place).into_iter().map(begin).collect();
        let mut undo = Undo::new(self.machine, self.knowledge, self.left.get());
        let attained = self.follow(open, &mut undo);
        self.left.set(undo.left());
        attained
    }

    fn follow(&self, mut open: VecDeque<Past>, undo: &mut Undo<'m>) -> bool {
        let mut seen: Vec<Past> = Vec::new();
        while let Some(now) = open.pop_front() {
            if is_met(&now.wanted) && now.owed.is_empty() {
                return true;
            }
            if seen.len() >= PASTS || undo.left() == 0 {
                return false;
            }
            for (number, before) in self.before(&now.places, &slots(&now.wanted).collect(), &now.owed) {
                let way = &self.knowledge.moves()[number];
                let going = (way, self.index.written[number].as_slice());
                let Some(owed) = owed::left(self.machine, self.knowledge, going, &now.owed) else { continue };
                for wanted in undo.pasts(way, &now.wanted) {
                    if way.by == By::Entry {
                        if owed::is_paid_at_entry(self.machine, &owed) {
                            return true;
                        }
                        continue;
                    }
                    let next = Past { places: before.clone(), wanted, owed: owed.clone() };
                    if !seen.contains(&next) && !open.contains(&next) {
                        open.push_back(next);
                    }
                }
            }
            seen.push(now);
        }
        false
    }

    /// The states that people who are at `place` are in at once, in each of the ways that are told apart.
    fn beginnings(&self, place: &Place<'_>) -> Vec<Places> {
        let ended = owed::places(self.machine, place.event.as_slice());
        ended.iter().map(|finals| own(&[place.states, finals].concat())).collect()
    }

    /// `world` as it is for people who came to `place` by this way or that: by a few of the shortest on which all of
    /// `slots` are set.
    pub fn by_ways<'w>(&self, place: &Place<'_>, slots: &BTreeSet<u16>, world: &World<'w>) -> Vec<World<'w>> {
        let mut found = Vec::new();
        for way in self.ways(self.beginnings(place), slots) {
            let Some(facts) = self.carried(&way) else { continue };
            let mut narrow = world.clone();
            let mut may = true;
            for &slot in slots {
                let values = world.get(Thing::Context(slot)).meet(&facts[usize::from(slot)]);
                may &= !values.is_empty();
                narrow.set(Thing::Context(slot), values);
            }
            if may {
                found.push(narrow);
            }
        }
        found
    }

    /// `world` as it is for people who have what is set together: one of the values that are `wanted`, and what goes with
    /// it on a way that sets several of them.
    pub fn by_fits<'w>(&self, wanted: &Wanted, world: &World<'w>) -> Vec<World<'w>> {
        let mut undo = Undo::new(self.machine, self.knowledge, self.left.get());
        let slots: BTreeSet<u16> = slots(wanted).collect();
        let several = |number: &&usize| {
            let mut set = self.index.written[**number].iter().filter(|slot| slots.contains(slot));
            set.next().and(set.next()).is_some()
        };
        let numbers: BTreeSet<usize> = slots
            .iter()
            .flat_map(|slot| self.index.setting[usize::from(*slot)].iter().filter(several))
            .copied()
            .collect();
        let mut found = Vec::new();
        for number in numbers.into_iter().take(WAYS) {
            for (thing, value) in wanted {
                let Thing::Context(slot) = thing else { continue };
                let fitted = undo.fitted(&self.knowledge.moves()[number], *slot, value);
                let fitted = fitted.into_iter().filter(|(slot, _)| slots.contains(slot));
                let narrow = |world: World<'w>, (slot, value): (u16, Value)| {
                    world.with(Thing::Context(slot), Values::one(&value))
                };
                found.push(fitted.fold(world.clone(), narrow));
            }
        }
        self.left.set(undo.left());
        found
    }

    fn carried(&self, way: &[usize]) -> Option<Facts> {
        let (carrier, moves) = (self.knowledge.carrier(self.machine), self.knowledge.moves());
        let first = &moves[*way.first()?];
        let begins = self.knowledge.facts_before(self.machine, first);
        way.iter().try_fold(begins, |facts, &number| carrier.carried(&moves[number], facts))
    }

    /// Moves one after the other, back to the entry or to where each of `slots` was set.
    fn ways(&self, places: Vec<Places>, slots: &BTreeSet<u16>) -> Vec<Vec<usize>> {
        let mut found = Vec::new();
        let mut open: VecDeque<_> = places.into_iter().map(|places| (places, slots.clone(), Vec::new())).collect();
        let mut looked = 0;
        while let Some((places, slots, way)) = open.pop_front() {
            looked += 1;
            if found.len() >= WAYS || looked > BEGINNINGS {
                break;
            }
            for (number, before) in self.before(&places, &slots, &[]) {
                let longer: Vec<usize> = std::iter::once(number).chain(way.iter().copied()).collect();
                let left: BTreeSet<u16> =
                    slots.iter().copied().filter(|slot| !self.index.written[number].contains(slot)).collect();
                if left.is_empty() || self.knowledge.moves()[number].by == By::Entry {
                    found.push(longer);
                } else if !way.contains(&number) {
                    open.push_back((before, left, longer));
                }
            }
        }
        found
    }

    /// The moves after which people can be in all of `places`, and that bring them there, set one of `slots` or pay some
    /// of what is `owed`; with where they were before, once for each way to be there.
    fn before(&self, places: &Places, slots: &BTreeSet<u16>, owed: &[Owed]) -> Vec<(usize, Places)> {
        let entering = places.iter().flat_map(|place| &self.index.entering[place.index()]);
        let setting = slots.iter().flat_map(|slot| &self.index.setting[usize::from(*slot)]);
        let paying = owed.iter().flat_map(|owed| match owed {
            Owed::Asked(action, _) => &self.index.asking[action.index()],
            Owed::Present(slot) => &self.index.setting[usize::from(*slot)],
        });
        let numbers: BTreeSet<usize> = entering.chain(setting).chain(paying).copied().collect();
        let before = |number: usize| {
            let before = self.places_before(&self.knowledge.moves()[number], places);
            before.into_iter().map(move |places| (number, places))
        };
        numbers.into_iter().flat_map(before).collect()
    }

    fn places_before(&self, way: &Move, places: &Places) -> Vec<Places> {
        let machine = self.machine;
        let idle = matches!(way.by, By::Step(step) if self.idle.contains(&step));
        if idle || way.by != By::Entry && !self.knowledge.is_visited(way.source) {
            return Vec::new();
        }
        let mut before: Places = Vec::new();
        for &place in places {
            if way.domain.is_some_and(|domain| machine.is_inside(domain, place)) {
                if !self.enters(way, place) {
                    return Vec::new();
                }
            } else if together(machine, way.source, place) && outer::may_take(machine, way, place) {
                before.push(place);
            } else {
                return Vec::new();
            }
        }
        // Where the way is gone because something is complete, people are in what completes it.
        let mut ended = owed::places(machine, completion::events(machine, way));
        if way.source != Machine::ROOT && !before.contains(&way.source) {
            before.push(way.source);
        } else if before.is_empty() && way.by != By::Entry && ended.iter().all(Vec::is_empty) {
            // Everybody is somewhere who takes a step of the journey itself.
            ended.extend(outer::places(machine, way).map(|place| vec![place]));
        }
        let fits = |finals: &Vec<StateId>| {
            finals
                .iter()
                .all(|&at| self.knowledge.is_visited(at) && before.iter().all(|&other| together(machine, at, other)))
        };
        ended.into_iter().filter(fits).map(|finals| own(&[before.as_slice(), &finals].concat())).collect()
    }

    /// Whether `place` is entered on `way`.
    fn enters(&self, way: &Move, place: StateId) -> bool {
        let inside = way.domain.is_some_and(|domain| self.machine.is_inside(domain, place));
        let holds = |&leaf: &StateId| leaf == place || self.machine.is_inside(place, leaf);
        inside && way.leaves.iter().any(holds)
    }
}

fn own(places: &[StateId]) -> Places {
    let mut places: Places = places.iter().copied().filter(|&place| place != Machine::ROOT).collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// Whether nothing is wanted that something must have set: anybody may have come here, at any time.
fn is_met(wanted: &Wanted) -> bool {
    slots(wanted).next().is_none()
}

/// The variables of which a value is wanted.
pub fn slots(wanted: &Wanted) -> impl Iterator<Item = u16> + '_ {
    wanted.keys().filter_map(|thing| match thing {
        Thing::Context(slot) => Some(*slot),
        _ => None,
    })
}
