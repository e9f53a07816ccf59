//! What the names of one journey stand for: the tables that every part of the compiler reads.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::expr::function::Functions;
use crate::expr::paths::Paths;
use crate::expr::scope::{Definition, EventScope, Scope, Variable as Typed};
use crate::model::events::EventTable;
use crate::model::ids::{ActionId, CapId, WindowId};
use crate::model::journey::{Action, Variable, Window};
use crate::model::unread::Unread;
use crate::terms::finding::Finding;
use crate::terms::shape::Field;

/// The tables, each complete before the next is begun.
#[derive(Debug, Default)]
pub struct Ground {
    /// Context variables.
    pub variables: Vec<Variable>,
    /// The same for the expression checker.
    pub context: Vec<Typed>,
    /// The slot of a variable.
    pub variable_slots: FxHashMap<SmolStr, u16>,
    /// Profile fields.
    pub profile: Vec<Field>,
    /// The same for the expression checker.
    pub profile_types: Vec<Typed>,
    /// Consent purposes, sorted.
    pub purposes: Vec<SmolStr>,
    /// The number of a state.
    pub states: FxHashMap<SmolStr, u32>,
    /// Definitions, those of catalogs first.
    pub definitions: Vec<Definition>,
    /// Functions, those of catalogs first.
    pub functions: Functions,
    /// Events.
    pub events: EventTable,
    /// Actions.
    pub actions: Vec<Action>,
    /// The number of an action; absent for one that could not be read.
    pub action_ids: FxHashMap<SmolStr, ActionId>,
    /// Windows.
    pub windows: Vec<Window>,
    /// The number of a window.
    pub window_ids: FxHashMap<SmolStr, WindowId>,
    /// The number of a cap.
    pub cap_ids: FxHashMap<SmolStr, CapId>,
}

/// What compiling writes beside the journey.
#[derive(Debug, Default)]
pub struct Notes {
    /// Payload paths that are read.
    pub paths: Paths,
    /// Faults.
    pub findings: Vec<Finding>,
    /// What faults leave unknown of the structure.
    pub unread: Unread,
}

impl Ground {
    /// What an expression sees where `event` is.
    pub fn scope<'a>(&'a self, event: EventScope<'a>) -> Scope<'a> {
        Scope {
            context: &self.context,
            old: &[],
            event,
            profile: &self.profile_types,
            purposes: &self.purposes,
            states: &self.states,
            definitions: &self.definitions,
            functions: &self.functions,
            person: true,
        }
    }
}
