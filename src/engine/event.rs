//! An outside event after decoding: what intake makes and the orchestrator takes.

use std::borrow::Cow;

use crate::expr::inputs::Envelope;
use crate::graph::fleet::EventType;
use crate::terms::value::Value;

/// One accepted event. Strings are borrowed from the bytes that it came in where they stand there unescaped.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// Its line in the input, from 1.
    pub line: u64,
    /// The bytes that it came in, for a dead letter.
    pub raw: &'a [u8],
    /// Its type as written.
    pub name: Cow<'a, str>,
    /// Its type as the fleet knows it; absent for an unknown one and for fates.
    pub kind: Option<EventType>,
    /// The known person.
    pub user: Option<Cow<'a, str>>,
    /// The unknown person.
    pub anonymous: Option<Cow<'a, str>>,
    /// The session.
    pub session: Option<Cow<'a, str>>,
    /// `event.id`: `eventId`, a CloudEvent's `id`, else the idempotency key.
    pub id: Cow<'a, str>,
    /// `idempotencyKey`, else `eventId`; for a CloudEvent `source`, a space and `id`.
    pub key: Cow<'a, str>,
    /// When it happened, in milliseconds.
    pub timestamp: i64,
    /// The payload values that journeys read, by slot of the fleet's event.
    pub slots: Vec<Value>,
    /// Answers by purpose, by slot of the fleet's purposes; others are of no journey.
    pub consent: Vec<(u16, bool)>,
    /// The answer to `processing`.
    pub processing: Option<bool>,
    /// Profile fields by slot of the fleet's profile.
    pub traits: Vec<(u16, Value)>,
    /// Traits of the wrong type, which were left out, in words.
    pub refused_traits: Vec<String>,
    /// For a fate, the effect that it answers.
    pub effect_key: Option<Cow<'a, str>>,
    /// For a fate, its payload whole.
    pub fate_payload: Option<Value>,
}

impl Event<'_> {
    /// What expressions see of it beside the payload.
    pub fn envelope(&self) -> Envelope<'_> {
        Envelope { kind: &self.name, id: &self.id, timestamp: self.timestamp, session: self.session.as_deref() }
    }
}

/// Whether an event of this name says what became of an action.
pub fn is_fate(name: &str) -> bool {
    ["succeeded.", "failed.", "held."].iter().any(|prefix| name.starts_with(prefix))
}
