//! One line of JSON becomes one event, or the reason why it is none.

use std::borrow::Cow;

use serde::de::DeserializeSeed;

use crate::engine::event::Event;
use crate::graph::fleet::{EventType, Fleet};
use crate::intake::body::{BodySeed, empty, obey};
use crate::intake::contract::Contract;
use crate::intake::envelope::{Envelope, EnvelopeSeed, Payload};
use crate::intake::fault::{Fault, Faults};
use crate::intake::fit::{ANY, Fit};
use crate::intake::salvage;
use crate::intake::scalar::Scalar;
use crate::intake::vocabulary::{Target, Vocabulary};
use crate::model::journey::Contract as Declared;
use crate::terms::value::Value;

/// Decodes lines for one fleet.
#[derive(Debug)]
pub struct Decoder(Vocabulary);

/// Why a line is no event, or breaks its contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// A stable word: `not-an-event` or `contract`.
    pub reason: &'static str,
    /// What is wrong, and where in the object.
    pub detail: String,
    /// The person that it names, where one could be read.
    pub user: Option<String>,
    /// Whether that person is no known one.
    pub anonymous: bool,
}

impl Decoder {
    /// A decoder for the events of `fleet`.
    pub fn new(fleet: &Fleet) -> Self {
        let newest: Vec<&Declared> = fleet.events.iter().map(|event| &event.contract).collect();
        Self::with_contracts(fleet, &newest)
    }

    /// A decoder for the events of `fleet` that are to be as `declared` says, by event type.
    pub fn with_contracts(fleet: &Fleet, declared: &[&Declared]) -> Self {
        Self(Vocabulary::new(fleet, declared))
    }

    /// Decodes the bytes of one line, without its line break; `line` counts from 1.
    pub fn decode<'a>(&self, bytes: &'a [u8], line: u64) -> Result<Event<'a>, Rejected> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Err(rejected(&not_utf8(bytes), &String::from_utf8_lossy(bytes)));
        };
        let faults = Faults::default();
        let mut envelope = Envelope::default();
        let mut json = serde_json::Deserializer::from_str(text);
        let seed = EnvelopeSeed { envelope: &mut envelope, vocabulary: &self.0, faults: &faults };
        if let Err(error) = seed.deserialize(&mut json).and_then(|()| json.end()) {
            return Err(rejected(&faults.take(&error), text));
        }
        let required = match Required::of(&mut envelope) {
            Ok(required) => required,
            Err(fault) => return Err(rejected(&fault, text)),
        };
        Ok(Event {
            line,
            raw: bytes,
            name: required.name,
            kind: required.payload.0,
            user: envelope.user,
            anonymous: envelope.anonymous,
            session: envelope.session,
            id: required.id,
            key: required.key,
            timestamp: required.timestamp,
            slots: required.payload.1,
            consent: envelope.consent.purposes,
            processing: envelope.consent.processing,
            traits: envelope.traits.values,
            refused_traits: envelope.traits.refused,
            effect_key: envelope.effect_key,
            fate_payload: required.payload.2,
        })
    }
}

/// What every event must have.
struct Required<'a> {
    name: Cow<'a, str>,
    id: Cow<'a, str>,
    key: Cow<'a, str>,
    timestamp: i64,
    payload: Settled,
}

#[cold]
fn rejected(fault: &Fault, text: &str) -> Rejected {
    let person = salvage::person(text);
    Rejected {
        reason: if fault.contract { "contract" } else { "not-an-event" },
        detail: fault.to_string(),
        anonymous: person.as_ref().is_some_and(|(_, anonymous)| *anonymous),
        user: person.map(|(id, _)| id),
    }
}

#[cold]
fn not_utf8(bytes: &[u8]) -> Fault {
    let at = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to() + 1, |_| 0);
    Fault::envelope("", format!("not UTF-8 from byte {at} of the line; save the file as UTF-8"))
}

fn missing<T>(what: &str, message: &str) -> Result<T, Fault> {
    Err(Fault::envelope(what, format!("missing; {message}")))
}

impl<'a> Required<'a> {
    /// Takes it out of `envelope`, or says what is missing.
    fn of(envelope: &mut Envelope<'a, '_>) -> Result<Self, Fault> {
        let cloud = !matches!(envelope.version, Scalar::Nothing);
        let source = if cloud { unfold(envelope)? } else { None };
        let Some(name) = envelope.name.take() else { return missing("type", "say which event it is") };
        let Some(timestamp) = envelope.timestamp else {
            let what = if cloud { "time" } else { "timestamp" };
            return missing(what, "say when it happened, in RFC 3339 or epoch milliseconds");
        };
        if envelope.user.is_none() && envelope.anonymous.is_none() {
            let what = if cloud { "subject" } else { "userId" };
            return missing(what, "name the person there, or an unknown one in `anonymousId`");
        }
        let (id, key) = match (envelope.event_id.take(), envelope.key.take(), source) {
            (Some(id), _, Some(source)) => (id.clone(), Cow::Owned(format!("{source} {id}"))),
            (Some(id), Some(key), None) => (id, key),
            (Some(id), None, None) => (id.clone(), id),
            (None, Some(key), _) => (key.clone(), key),
            (None, None, _) => {
                return missing("eventId", "give each event one, or an `idempotencyKey`: by it a duplicate is known");
            }
        };
        let payload = settle(envelope.target, std::mem::take(&mut envelope.payload))?;
        Ok(Self { name, id, key, timestamp, payload })
    }
}

/// Puts what a CloudEvent says where an event has it; its source.
fn unfold<'a>(envelope: &mut Envelope<'a, '_>) -> Result<Option<Cow<'a, str>>, Fault> {
    match &envelope.version {
        Scalar::Text(version) if version == "1.0" || version.starts_with("1.") => {}
        Scalar::Text(version) => {
            let message = format!("CloudEvents `{version}` is not supported; send version 1.0");
            return Err(Fault::envelope("specversion", message));
        }
        _ => return Err(Fault::envelope("specversion", "not a string; a CloudEvent says \"1.0\" here")),
    }
    if envelope.binary {
        return Err(Fault::envelope("data_base64", "binary data has no fields to read; send JSON in `data`"));
    }
    let Some(id) = std::mem::take(&mut envelope.id).text("id")? else {
        return missing("id", "a CloudEvent has one: with `source` it tells a duplicate");
    };
    let Some(source) = std::mem::take(&mut envelope.source).text("source")? else {
        return missing("source", "a CloudEvent has one: with `id` it tells a duplicate");
    };
    envelope.event_id = Some(id);
    envelope.timestamp = envelope.time.instant("time")?.or(envelope.timestamp);
    if let Some(subject) = std::mem::take(&mut envelope.subject).text("subject")? {
        envelope.user = Some(subject);
    }
    if let Some(data) = envelope.data {
        envelope.payload = Payload::Raw(data);
    }
    Ok(Some(source))
}

type Settled = (Option<EventType>, Vec<Value>, Option<Value>);

/// Decodes what had to wait for the event's type.
fn settle(target: Target<'_>, payload: Payload<'_>) -> Result<Settled, Fault> {
    match (target, payload) {
        (Target::Event(contract), Payload::Slots(slots)) => Ok((Some(contract.kind), slots, None)),
        (Target::Event(contract), Payload::Raw(text)) => {
            obey(contract, text.get())?;
            Ok((Some(contract.kind), slots_of(contract, text.get())?, None))
        }
        (Target::Event(contract), _) => {
            obey(contract, "{}")?;
            Ok((Some(contract.kind), empty(contract)?, None))
        }
        (Target::Fate, Payload::Raw(text)) => {
            let faults = Faults::default();
            let seed = Fit { shape: &ANY, build: true, faults: &faults };
            let value = seed.deserialize(&mut serde_json::Deserializer::from_str(text.get()));
            let value = value.map_err(|error| faults.take(&faults.inside("payload", error)))?;
            Ok((None, Vec::new(), value))
        }
        (Target::Fate, Payload::Whole(value)) => Ok((None, Vec::new(), Some(value))),
        _ => Ok((None, Vec::new(), None)),
    }
}

fn slots_of(contract: &Contract, text: &str) -> Result<Vec<Value>, Fault> {
    let faults = Faults::default();
    let mut slots = vec![Value::Unit; contract.slots];
    let seed = BodySeed { body: &contract.body, slots: &mut slots, faults: &faults };
    let found = seed
        .deserialize(&mut serde_json::Deserializer::from_str(text))
        .map_err(|error| faults.take(&faults.of_contract(faults.inside("payload", error))))?;
    if found { Ok(slots) } else { empty(contract) }
}
