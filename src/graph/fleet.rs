//! The journeys that run side by side, and which of them hears which event.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::expr::inputs::Payload;
use crate::graph::counters::{CounterSlots, counters};
use crate::graph::machine::Machine;
use crate::model::ids::EventId;
use crate::model::journey::{Action, Contract, EventKind};
use crate::terms::shape::Field;

/// The number of an event type in a fleet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventType(pub u32);

/// Journeys that run side by side, some in several versions.
#[derive(Clone, Debug, Default)]
pub struct Fleet {
    /// Every version of every journey, sorted by id, then version; an index into this slice is a machine's number.
    pub machines: Vec<Arc<Machine>>,
    /// The journeys, sorted by id; an index into this slice is a journey's number.
    pub journeys: Vec<Versions>,
    /// Every declared event of any journey, sorted by name; the index is the [`EventType`].
    pub events: Vec<FleetEvent>,
    /// The event type of a name.
    pub by_name: FxHashMap<SmolStr, EventType>,
    /// Consent purposes of all journeys, sorted.
    pub purposes: Vec<SmolStr>,
    /// Profile fields of all journeys, sorted by name.
    pub profile: Vec<Field>,
    /// How each machine numbers purposes, profile fields and counters, by the machine's number.
    pub slots: Vec<PersonSlots>,
    /// For how long what each counter counted matters, in milliseconds.
    pub periods: Vec<i64>,
    /// Whether any journey tells a person's instances apart by a key.
    pub keyed: bool,
}

/// The versions of one journey.
#[derive(Clone, Debug)]
pub struct Versions {
    /// The journey's id.
    pub id: SmolStr,
    /// Its machines' numbers, from the oldest version on.
    pub machines: Range<u32>,
    /// Whether any of them tells a person's instances apart by a key.
    pub keyed: bool,
}

/// Where a journey's purposes and profile fields stand in the fleet's.
#[derive(Clone, Debug, Default)]
pub struct PersonSlots {
    /// The fleet's slot of each purpose of the journey.
    pub purposes: Box<[u16]>,
    /// The fleet's slot of each profile field of the journey.
    pub profile: Box<[u16]>,
    /// The fleet's counters of the journey's caps.
    pub counters: CounterSlots,
    /// For each action, whether something waits for what becomes of it.
    pub answerable: Box<[bool]>,
}

/// An event as a fleet sees it.
#[derive(Clone, Debug)]
pub struct FleetEvent {
    /// Its name.
    pub name: SmolStr,
    /// What its payload must be.
    pub contract: Contract,
    /// The payload paths that some journey reads, sorted: what is decoded, slot by slot.
    pub slots: Vec<Box<[SmolStr]>>,
    /// Who listens to it, by a step, an entry, an exit rule or a goal, or may be meant by its key; in order of machine.
    pub hearers: Vec<Hearer>,
}

/// A version of a journey that listens to an event.
#[derive(Clone, Debug)]
pub struct Hearer {
    /// The journey's number.
    pub journey: u32,
    /// The machine's number.
    pub machine: u32,
    /// The event's number in it.
    pub event: EventId,
    /// The event's slot of each of the journey's paths; [`Payload::NONE`] where it has none.
    pub map: Box<[u16]>,
    /// Whether the event can enter a person.
    pub enters: bool,
}

impl Fleet {
    /// Puts `machines` side by side. Contracts of one event are the same in all of one project; of a version that says
    /// otherwise the newest one's stands.
    pub fn new(mut machines: Vec<Arc<Machine>>) -> Self {
        let place = |machine: &Machine| (machine.journey.id.value.clone(), machine.journey.version.clone());
        machines.sort_by_cached_key(|machine| place(machine));
        let journeys = journeys(&machines);
        let events = events(&machines, &journeys);
        let (periods, counters) = counters(&machines);
        let by_name = events.iter().enumerate().map(|(n, event)| (event.name.clone(), EventType(n as u32))).collect();
        let purposes: BTreeSet<SmolStr> = machines.iter().flat_map(|m| m.journey.purposes.iter().cloned()).collect();
        let purposes: Vec<SmolStr> = purposes.into_iter().collect();
        let fields = machines.iter().flat_map(|m| &m.journey.profile);
        let profile: BTreeMap<SmolStr, Field> = fields.map(|field| (field.name.clone(), field.clone())).collect();
        let profile: Vec<Field> = profile.into_values().collect();
        let slots = machines.iter().zip(counters);
        let slots = slots.map(|(machine, counters)| person_slots(machine, &purposes, &profile, counters)).collect();
        let keyed = journeys.iter().any(|versions| versions.keyed);
        Self { machines, journeys, events, by_name, purposes, profile, slots, periods, keyed }
    }

    /// The machine of this number.
    #[inline]
    pub fn machine(&self, number: u32) -> Option<&Arc<Machine>> {
        self.machines.get(number as usize)
    }

    /// What the payload of each event must be while people enter `current`, a machine of each journey: what the last of
    /// them says that declares it; else what the newest of all says.
    pub fn contracts_among(&self, current: &[u32]) -> Vec<&Contract> {
        let of =
            |event: &FleetEvent| current.iter().rev().find_map(|&machine| self.machine(machine)?.contract(&event.name));
        self.events.iter().map(|event| of(event).unwrap_or(&event.contract)).collect()
    }

    /// By event type, whether every line of that type says the same to `other`: by the same contract, of which the same is
    /// read. Absent where they number events in two ways, or know other purposes or profiles.
    pub fn read_alike(&self, other: &Self) -> Option<Vec<bool>> {
        let names = |fleet: &Self| fleet.events.iter().map(|event| event.name.clone()).collect::<Vec<_>>();
        if names(self) != names(other) || self.purposes != other.purposes || self.profile != other.profile {
            return None;
        }
        let alike = |(event, of): (&FleetEvent, &FleetEvent)| event.contract == of.contract && event.slots == of.slots;
        Some(self.events.iter().zip(&other.events).map(alike).collect())
    }

    /// How the machine of this number numbers what all have in common.
    #[inline]
    pub fn slots_of(&self, machine: u32) -> &PersonSlots {
        static NONE: LazyLock<PersonSlots> = LazyLock::new(PersonSlots::default);
        self.slots.get(machine as usize).unwrap_or(&NONE)
    }
}

/// Two journeys that declare one event differently, and the event.
pub fn contested(machines: &[Arc<Machine>]) -> Option<(SmolStr, SmolStr, SmolStr)> {
    let mut contracts = FxHashMap::default();
    for machine in machines {
        for event in &machine.journey.events {
            let EventKind::Declared(contract, _) = &event.kind else { continue };
            match contracts.insert(&event.name, (contract, &machine.journey.id.value)) {
                Some((other, journey)) if other != contract && *journey != machine.journey.id.value => {
                    return Some((journey.clone(), machine.journey.id.value.clone(), event.name.clone()));
                }
                _ => {}
            }
        }
    }
    None
}

fn journeys(machines: &[Arc<Machine>]) -> Vec<Versions> {
    let mut journeys: Vec<Versions> = Vec::new();
    for (number, machine) in machines.iter().enumerate() {
        let id = &machine.journey.id.value;
        let number = number as u32;
        if journeys.last().is_none_or(|last| last.id != *id) {
            journeys.push(Versions { id: id.clone(), machines: number..number, keyed: false });
        }
        if let Some(last) = journeys.last_mut() {
            last.machines.end = number + 1;
            last.keyed |= machine.journey.entry.key.is_some();
        }
    }
    journeys
}

fn person_slots(machine: &Machine, purposes: &[SmolStr], profile: &[Field], counters: CounterSlots) -> PersonSlots {
    // Both searches find what they look for: the fleet's lists are the union of the journeys'.
    let purpose = |name: &SmolStr| purposes.binary_search(name).unwrap_or_default() as u16;
    let field = |of: &Field| profile.binary_search_by(|known| known.name.cmp(&of.name)).unwrap_or_default() as u16;
    PersonSlots {
        purposes: machine.journey.purposes.iter().map(purpose).collect(),
        profile: machine.journey.profile.iter().map(field).collect(),
        counters,
        answerable: answerable(machine),
    }
}

fn answerable(machine: &Machine) -> Box<[bool]> {
    let journey = &machine.journey;
    let raises = |action: &Action| action.on_success.is_some() || action.on_failure.is_some();
    let mut answerable: Box<[bool]> = journey.actions.iter().map(raises).collect();
    for (number, event) in journey.events.iter().enumerate() {
        if let EventKind::Succeeded(action) | EventKind::Failed(action) = event.kind {
            answerable[action.index()] |= machine.dispatch.is_heard(EventId(number as u32));
        }
    }
    answerable
}

struct User<'m> {
    journey: u32,
    machine: u32,
    event: EventId,
    contract: &'m Contract,
}

fn events(machines: &[Arc<Machine>], journeys: &[Versions]) -> Vec<FleetEvent> {
    let mut users: BTreeMap<&SmolStr, Vec<User<'_>>> = BTreeMap::new();
    for (journey, versions) in journeys.iter().enumerate() {
        for machine in versions.machines.clone() {
            for (number, event) in machines[machine as usize].journey.events.iter().enumerate() {
                if let EventKind::Declared(contract, _) = &event.kind {
                    let event_id = EventId(number as u32);
                    let user = User { journey: journey as u32, machine, event: event_id, contract };
                    users.entry(&event.name).or_default().push(user);
                }
            }
        }
    }
    users.into_iter().filter_map(|(name, users)| fleet_event(machines, name, &users)).collect()
}

fn fleet_event(machines: &[Arc<Machine>], name: &SmolStr, users: &[User<'_>]) -> Option<FleetEvent> {
    let contract = users.last()?.contract;
    let heard = users.iter().filter(|user| is_heard(&machines[user.machine as usize], user.event));
    let reads = |machine: u32| machines[machine as usize].journey.paths.iter();
    let paths: BTreeSet<&[SmolStr]> =
        heard.clone().flat_map(|user| reads(user.machine)).filter(|path| belongs(path, users)).collect();
    let slots: Vec<Box<[SmolStr]>> = paths.into_iter().map(Box::from).collect();
    let slot = |path: &[SmolStr]| slots.binary_search_by(|slot| (**slot).cmp(path)).map_or(Payload::NONE, |n| n as u16);
    let hearers = heard.map(|user| Hearer {
        journey: user.journey,
        machine: user.machine,
        event: user.event,
        map: reads(user.machine).map(slot).collect(),
        enters: machines[user.machine as usize].dispatch.may_enter(user.event),
    });
    let hearers = hearers.collect();
    Some(FleetEvent { name: name.clone(), contract: contract.clone(), slots, hearers })
}

/// Whether something listens to `event`, or its key says which instance it is meant for.
fn is_heard(machine: &Machine, event: EventId) -> bool {
    let keys = machine.journey.entry.key.as_ref().map_or(&[][..], |key| key.by_event.as_slice());
    machine.dispatch.is_heard(event) || keys.binary_search_by_key(&event, |(event, _)| *event).is_ok()
}

fn belongs(path: &[SmolStr], users: &[User<'_>]) -> bool {
    let declares = |user: &User<'_>, first: &SmolStr| user.contract.fields.iter().any(|field| field.name == *first);
    path.first().is_some_and(|first| users.iter().any(|user| declares(user, first)))
}
