//! The journeys that run side by side, and which of them hears which event.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::graph::machine::Machine;
use crate::model::ids::EventId;
use crate::model::journey::Contract;
use crate::terms::shape::Field;

/// The number of an event type in a fleet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventType(pub u32);

/// Journeys that run side by side, sorted by id.
#[derive(Clone, Debug, Default)]
pub struct Fleet {
    /// The journeys; an index into this slice is a journey's number.
    pub machines: Vec<Arc<Machine>>,
    /// Every declared event of any journey; the index is the [`EventType`].
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
    /// The event's slot of each of the journey's paths; [`crate::expr::inputs::Payload::NONE`] where it has none.
    pub map: Box<[u16]>,
    /// Whether the event can enter a person.
    pub enters: bool,
}

impl Fleet {
    /// Puts `machines` side by side. Contracts of one event are the same in all of one project.
    pub fn new(machines: Vec<Arc<Machine>>) -> Self {
        Self { machines, ..Self::default() }
    }
}
