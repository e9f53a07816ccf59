//! The names that an event may use, and what each means to the fleet.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::engine::event::is_fate;
use crate::graph::fleet::Fleet;
use crate::intake::contract::{Contract, contracts};
use crate::model::journey;
use crate::terms::shape::Field;

/// What events can be about.
#[derive(Debug)]
pub struct Vocabulary {
    contracts: Vec<Contract>,
    by_name: FxHashMap<SmolStr, u32>,
    /// Consent purposes, sorted.
    pub purposes: Vec<SmolStr>,
    /// Profile fields, sorted by name.
    pub profile: Vec<Field>,
}

/// What an event's type is to the fleet.
#[derive(Clone, Copy, Debug, Default)]
pub enum Target<'p> {
    /// Not read yet.
    #[default]
    Unread,
    /// A declared event.
    Event(&'p Contract),
    /// The fate of an action.
    Fate,
    /// Nothing that a journey knows.
    Stranger,
}

impl Vocabulary {
    /// That of `fleet`, with these contracts, by event type.
    pub fn new(fleet: &Fleet, declared: &[&journey::Contract]) -> Self {
        Self {
            contracts: contracts(fleet, declared),
            by_name: fleet.by_name.iter().map(|(name, kind)| (name.clone(), kind.0)).collect(),
            purposes: fleet.purposes.clone(),
            profile: fleet.profile.clone(),
        }
    }

    /// What an event of type `name` is.
    pub fn target(&self, name: &str) -> Target<'_> {
        match self.by_name.get(name).and_then(|&kind| self.contracts.get(kind as usize)) {
            Some(contract) => Target::Event(contract),
            None if is_fate(name) => Target::Fate,
            None => Target::Stranger,
        }
    }
}
