//! The journeys that run side by side, and which of them hears which event.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::expr::inputs::Payload;
use crate::graph::machine::Machine;
use crate::model::ids::EventId;
use crate::model::journey::{Contract, EventKind};
use crate::terms::shape::Field;

/// The number of an event type in a fleet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventType(pub u32);

/// Journeys that run side by side, sorted by id.
#[derive(Clone, Debug, Default)]
pub struct Fleet {
    /// The journeys; an index into this slice is a journey's number.
    pub machines: Vec<Arc<Machine>>,
    /// Every declared event of any journey, sorted by name; the index is the [`EventType`].
    pub events: Vec<FleetEvent>,
    /// The event type of a name.
    pub by_name: FxHashMap<SmolStr, EventType>,
    /// Consent purposes of all journeys, sorted.
    pub purposes: Vec<SmolStr>,
    /// Profile fields of all journeys, sorted by name.
    pub profile: Vec<Field>,
    /// How each journey numbers purposes and profile fields, by the journey's number.
    pub slots: Vec<PersonSlots>,
}

/// Where a journey's purposes and profile fields stand in the fleet's.
#[derive(Clone, Debug, Default)]
pub struct PersonSlots {
    /// The fleet's slot of each purpose of the journey.
    pub purposes: Box<[u16]>,
    /// The fleet's slot of each profile field of the journey.
    pub profile: Box<[u16]>,
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
    /// The journeys that a step, an entry, an exit rule or a goal of which listens to it, in order.
    pub hearers: Vec<Hearer>,
}

/// A journey that listens to an event.
#[derive(Clone, Debug)]
pub struct Hearer {
    /// The journey's number.
    pub journey: u32,
    /// The event's number in it.
    pub event: EventId,
    /// The event's slot of each of the journey's paths; [`Payload::NONE`] where it has none.
    pub map: Box<[u16]>,
    /// Whether the event can enter a person.
    pub enters: bool,
}

impl Fleet {
    /// Puts `machines` side by side. Contracts of one event are the same in all of one project.
    pub fn new(mut machines: Vec<Arc<Machine>>) -> Self {
        machines.sort_by(|a, b| a.journey.id.value.cmp(&b.journey.id.value));
        let events = events(&machines);
        let by_name = events.iter().enumerate().map(|(n, event)| (event.name.clone(), EventType(n as u32))).collect();
        let purposes: BTreeSet<SmolStr> = machines.iter().flat_map(|m| m.journey.purposes.iter().cloned()).collect();
        let purposes: Vec<SmolStr> = purposes.into_iter().collect();
        let fields = machines.iter().flat_map(|m| &m.journey.profile);
        let profile: BTreeMap<SmolStr, Field> = fields.map(|field| (field.name.clone(), field.clone())).collect();
        let profile: Vec<Field> = profile.into_values().collect();
        let slots = machines.iter().map(|machine| person_slots(machine, &purposes, &profile)).collect();
        Self { machines, events, by_name, purposes, profile, slots }
    }
}

fn person_slots(machine: &Machine, purposes: &[SmolStr], profile: &[Field]) -> PersonSlots {
    // Both searches find what they look for: the fleet's lists are the union of the journeys'.
    let purpose = |name: &SmolStr| purposes.binary_search(name).unwrap_or_default() as u16;
    let field = |of: &Field| profile.binary_search_by(|known| known.name.cmp(&of.name)).unwrap_or_default() as u16;
    PersonSlots {
        purposes: machine.journey.purposes.iter().map(purpose).collect(),
        profile: machine.journey.profile.iter().map(field).collect(),
    }
}

fn events(machines: &[Arc<Machine>]) -> Vec<FleetEvent> {
    let mut users: BTreeMap<&SmolStr, Vec<(u32, EventId, &Contract)>> = BTreeMap::new();
    for (journey, machine) in machines.iter().enumerate() {
        for (number, event) in machine.journey.events.iter().enumerate() {
            if let EventKind::Declared(contract, _) = &event.kind {
                users.entry(&event.name).or_default().push((journey as u32, EventId(number as u32), contract));
            }
        }
    }
    users.into_iter().filter_map(|(name, users)| fleet_event(machines, name, &users)).collect()
}

fn fleet_event(machines: &[Arc<Machine>], name: &SmolStr, users: &[(u32, EventId, &Contract)]) -> Option<FleetEvent> {
    let contract = users.first()?.2;
    let heard = users.iter().filter(|&&(journey, event, _)| machines[journey as usize].dispatch.is_heard(event));
    let reads = |journey: u32| machines[journey as usize].journey.paths.iter();
    let paths: BTreeSet<&[SmolStr]> =
        heard.clone().flat_map(|&(journey, ..)| reads(journey)).filter(|path| belongs(path, contract)).collect();
    let slots: Vec<Box<[SmolStr]>> = paths.into_iter().map(Box::from).collect();
    let slot = |path: &[SmolStr]| slots.binary_search_by(|slot| (**slot).cmp(path)).map_or(Payload::NONE, |n| n as u16);
    let hearers = heard.map(|&(journey, event, _)| Hearer {
        journey,
        event,
        map: reads(journey).map(slot).collect(),
        enters: machines[journey as usize].dispatch.may_enter(event),
    });
    let hearers = hearers.collect();
    Some(FleetEvent { name: name.clone(), contract: contract.clone(), slots, hearers })
}

fn belongs(path: &[SmolStr], contract: &Contract) -> bool {
    path.first().is_some_and(|first| contract.fields.iter().any(|field| field.name == *first))
}
