//! What the world is while an expression is evaluated.

use std::cell::{Cell, RefCell};

use smol_str::SmolStr;

use crate::terms::value::Value;

/// Everything that an expression can read. Slots are those of the scope it was compiled in.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// `ctx`.
    pub context: &'a [Value],
    /// `old`.
    pub old: &'a [Value],
    /// `event.payload`.
    pub payload: Payload<'a>,
    /// `event.type` and the like; absent when the input is a timer or a move.
    pub envelope: Option<&'a Envelope<'a>>,
    /// `user` and `profile`.
    pub person: &'a PersonView<'a>,
    /// `now`, in milliseconds.
    pub now: i64,
    /// `state.entered_at`, in milliseconds.
    pub entered_at: i64,
    /// `in_state`.
    pub active: &'a dyn ActiveStates,
    /// The project's zone, where an expression's is none.
    pub default_tz: &'a str,
    /// Where what is reported but stops nothing goes (a zone that is none).
    pub complaints: &'a Complaints,
}

/// The members of an event beside its payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope<'a> {
    /// `event.type`.
    pub kind: &'a str,
    /// `event.id`: the event's id, else its idempotency key.
    pub id: &'a str,
    /// `event.timestamp`, in milliseconds.
    pub timestamp: i64,
    /// `event.session_id`.
    pub session: Option<&'a str>,
}

/// Payload values by path of the journey's [`crate::expr::paths::Paths`].
#[derive(Clone, Copy, Debug)]
pub struct Payload<'a> {
    /// The values that were decoded.
    pub slots: &'a [Value],
    /// The slot of each path; [`Payload::NONE`] or beyond the end where it has none. Absent: path `i` is slot `i`.
    pub map: Option<&'a [u16]>,
}

/// What is known of the person.
#[derive(Clone, Copy, Debug)]
pub struct PersonView<'a> {
    /// `user.id`.
    pub id: &'a str,
    /// `user.anonymous`.
    pub anonymous: bool,
    /// `user.consent.<purpose>`, by slot of the journey's purposes; missing means not given.
    pub consent: &'a [bool],
    /// `profile.<name>`, by slot of the journey's profile; missing means `()`.
    pub profile: &'a [Value],
}

/// Which states are active.
pub trait ActiveStates {
    /// Whether the state of this number is.
    fn is_active(&self, state: u32) -> bool;
}

/// Nobody is in any state: the view of an expression that belongs to no running instance.
#[derive(Clone, Copy, Debug)]
pub struct Nowhere;

impl ActiveStates for Nowhere {
    fn is_active(&self, _: u32) -> bool {
        false
    }
}

/// What an evaluation reports although it goes on, and how much it may do where that is less than it usually may.
#[derive(Debug, Default)]
pub struct Complaints {
    told: RefCell<Vec<SmolStr>>,
    most: Option<u64>,
    stopped: Cell<bool>,
}

impl Payload<'_> {
    /// No payload at all.
    pub const EMPTY: Payload<'static> = Payload { slots: &[], map: None };
    /// The map's mark for a path without a slot.
    pub const NONE: u16 = u16::MAX;

    /// The value of a path, `Unit` where there is none.
    pub fn get(&self, path: u16) -> &Value {
        const MISSING: &Value = &Value::Unit;
        let slot = match self.map {
            None => path,
            Some(map) => map.get(usize::from(path)).copied().unwrap_or(Self::NONE),
        };
        self.slots.get(usize::from(slot)).unwrap_or(MISSING)
    }
}

impl Complaints {
    /// None yet, of an evaluation that ends after `most` loop rounds, calls and items.
    pub(crate) fn within(most: u64) -> Self {
        Self { most: Some(most), ..Self::default() }
    }

    /// How much an evaluation may do, if that is less than usual.
    pub(crate) const fn most(&self) -> Option<u64> {
        self.most
    }

    /// Notes that it was ended because of that.
    pub(crate) fn stop(&self) {
        self.stopped.set(true);
    }

    /// Whether one was ended that might have gone on.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.get()
    }

    /// Adds one.
    pub fn add(&self, complaint: impl Into<SmolStr>) {
        self.told.borrow_mut().push(complaint.into());
    }

    /// Takes all out, in the order in which they came.
    pub fn take(&self) -> Vec<SmolStr> {
        std::mem::take(&mut self.told.borrow_mut())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.told.borrow().is_empty()
    }
}
