//! The names that an expression may use at one place of a journey, with their types and slots.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::expr::function::Functions;
use crate::expr::parse::Parsed;
use crate::terms::types::Type;

/// What an expression sees. The index of a variable, profile field or purpose is its slot in the inputs.
pub struct Scope<'a> {
    /// `ctx.<name>`.
    pub context: &'a [Variable],
    /// `old.<name>`: the context before a move; empty elsewhere.
    pub old: &'a [Variable],
    /// `event.*`.
    pub event: EventScope<'a>,
    /// `profile.<name>`; every type may be missing.
    pub profile: &'a [Variable],
    /// `user.consent.<purpose>`.
    pub purposes: &'a [SmolStr],
    /// `in_state("X")`: the number of each state.
    pub states: &'a FxHashMap<SmolStr, u32>,
    /// The definitions that may be used here, in file order.
    pub definitions: &'a [Definition],
    /// The functions that may be called here.
    pub functions: &'a Functions,
    /// Whether `user`, `now`, `state` and `in_state` are there (a function's body has its params only).
    pub person: bool,
}

/// A named slot.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name.
    pub name: SmolStr,
    /// Its type.
    pub ty: Type,
}

/// What `event` is at this place.
#[derive(Clone, Copy, Debug)]
pub enum EventScope<'a> {
    /// Nothing: `event.*` is `not-available-here`, for the reason given ("a timer has no event").
    Absent(&'static str),
    /// The envelope of whatever began the macrostep, each member possibly `()`; no payload.
    Envelope,
    /// The envelope and the payload of one of the step's triggers.
    Payload(&'a PayloadScope),
}

/// The payload fields that every trigger has.
#[derive(Clone, Debug, Default)]
pub struct PayloadScope {
    /// Those that can be read.
    pub fields: Vec<Variable>,
    /// Those that cannot, and why ("`EMAIL_OPENED` has no field `source`").
    pub refused: Vec<(SmolStr, String)>,
    /// Whether not all is known of the triggers, which has been reported: then no other field is a fault.
    pub partial: bool,
}

/// A named expression.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Its name.
    pub name: SmolStr,
    /// Its body; absent where it could not be parsed, which has been reported.
    pub body: Option<Parsed>,
}

impl Variable {
    /// A slot of this name and type.
    pub fn of(name: &SmolStr, ty: Type) -> Self {
        Self { name: name.clone(), ty }
    }
}
