//! The object of one line, its members in any order and in either spelling.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::intake::body::{BodySeed, empty};
use crate::intake::contract::Contract;
use crate::intake::elements::EVENT;
use crate::intake::fault::{Fault, Faults};
use crate::intake::fit::{ANY, Fit};
use crate::intake::person::{Consent, ConsentSeed, Traits, TraitsSeed};
use crate::intake::scalar::{Scalar, ScalarSeed};
use crate::intake::vocabulary::{Target, Vocabulary};
use crate::terms::value::Value;

/// What a line said. Members that only a CloudEvent has are of any kind until it is known to be one.
#[derive(Debug, Default)]
pub struct Envelope<'de, 'p> {
    /// `type`.
    pub name: Option<Cow<'de, str>>,
    /// `userId`.
    pub user: Option<Cow<'de, str>>,
    /// `anonymousId`.
    pub anonymous: Option<Cow<'de, str>>,
    /// `sessionId`.
    pub session: Option<Cow<'de, str>>,
    /// `eventId`.
    pub event_id: Option<Cow<'de, str>>,
    /// `idempotencyKey`.
    pub key: Option<Cow<'de, str>>,
    /// `effectKey`.
    pub effect_key: Option<Cow<'de, str>>,
    /// `timestamp`.
    pub timestamp: Option<i64>,
    /// `consent`.
    pub consent: Consent,
    /// `traits`.
    pub traits: Traits,
    /// What `type` names.
    pub target: Target<'p>,
    /// `payload`, or `data` that could be decoded at once.
    pub payload: Payload<'de>,
    /// `specversion`.
    pub version: Scalar<'de>,
    /// `id`.
    pub id: Scalar<'de>,
    /// `source`.
    pub source: Scalar<'de>,
    /// `subject`.
    pub subject: Scalar<'de>,
    /// `time`.
    pub time: Scalar<'de>,
    /// `data` that had to wait.
    pub data: Option<&'de RawValue>,
    /// Whether there is a `data_base64`.
    pub binary: bool,
}

/// A payload.
#[derive(Debug, Default)]
pub enum Payload<'de> {
    /// None.
    #[default]
    Absent,
    /// One that came before its type, or that a JSON Schema has to see whole.
    Raw(&'de RawValue),
    /// The slots that are read.
    Slots(Vec<Value>),
    /// A fate's, whole.
    Whole(Value),
}

/// Reads an [`Envelope`] in place, for it is large.
pub struct EnvelopeSeed<'e, 'de, 'p> {
    /// What is filled.
    pub envelope: &'e mut Envelope<'de, 'p>,
    /// What is known of events.
    pub vocabulary: &'p Vocabulary,
    /// Where faults go.
    pub faults: &'p Faults,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Member {
    Type,
    User,
    Anonymous,
    Session,
    EventId,
    Key,
    EffectKey,
    Timestamp,
    Consent,
    Traits,
    Payload,
    Version,
    Id,
    Source,
    Subject,
    Time,
    Data,
    Binary,
    Other,
}

impl Member {
    fn of(name: &str) -> Self {
        match name {
            "type" => Self::Type,
            "userId" | "user_id" => Self::User,
            "anonymousId" | "anonymous_id" => Self::Anonymous,
            "sessionId" | "session_id" => Self::Session,
            "eventId" | "event_id" => Self::EventId,
            "idempotencyKey" | "idempotency_key" => Self::Key,
            "effectKey" | "effect_key" => Self::EffectKey,
            "timestamp" => Self::Timestamp,
            "consent" => Self::Consent,
            "traits" => Self::Traits,
            "payload" => Self::Payload,
            "specversion" => Self::Version,
            "id" => Self::Id,
            "source" => Self::Source,
            "subject" => Self::Subject,
            "time" => Self::Time,
            "data" => Self::Data,
            "data_base64" => Self::Binary,
            _ => Self::Other,
        }
    }

    fn name(self) -> &'static str {
        EVENT.names.get(self as usize).copied().unwrap_or_default()
    }
}

impl<'de, 'p> EnvelopeSeed<'_, 'de, 'p> {
    /// Reads the value of one member.
    fn member<A: MapAccess<'de>>(&mut self, member: Member, members: &mut A) -> Result<(), A::Error> {
        let faults = self.faults;
        let target = self.envelope.target;
        match member {
            Member::Payload => self.envelope.payload = self.payload(target, members)?,
            Member::Data if !matches!(self.envelope.version, Scalar::Nothing) => {
                self.envelope.payload = self.payload(target, members)?;
            }
            Member::Data => self.envelope.data = Some(members.next_value()?),
            Member::Consent => {
                let seed = ConsentSeed { purposes: &self.vocabulary.purposes, faults };
                self.envelope.consent =
                    members.next_value_seed(seed).map_err(|error| faults.inside("consent", error))?;
            }
            Member::Traits => {
                self.envelope.traits = members.next_value_seed(TraitsSeed { profile: &self.vocabulary.profile })?;
            }
            Member::Other => drop(members.next_value::<IgnoredAny>()?),
            _ => {
                let scalar = members.next_value_seed(ScalarSeed)?;
                self.scalar(member, scalar).map_err(|fault| faults.note(fault))?;
            }
        }
        Ok(())
    }

    fn scalar(&mut self, member: Member, scalar: Scalar<'de>) -> Result<(), Fault> {
        let what = member.name();
        let envelope = &mut *self.envelope;
        match member {
            Member::Type => {
                envelope.name = scalar.text(what)?;
                envelope.target = envelope.name.as_deref().map_or(Target::Unread, |name| self.vocabulary.target(name));
            }
            Member::User => envelope.user = scalar.text(what)?,
            Member::Anonymous => envelope.anonymous = scalar.text(what)?,
            Member::Session => envelope.session = scalar.text(what)?,
            Member::EventId => envelope.event_id = scalar.text(what)?,
            Member::Key => envelope.key = scalar.text(what)?,
            Member::EffectKey => envelope.effect_key = scalar.text(what)?,
            Member::Timestamp => envelope.timestamp = scalar.instant(what)?,
            Member::Version => envelope.version = scalar,
            Member::Id => envelope.id = scalar,
            Member::Source => envelope.source = scalar,
            Member::Subject => envelope.subject = scalar,
            Member::Time => envelope.time = scalar,
            Member::Binary => envelope.binary = !matches!(scalar, Scalar::Nothing),
            Member::Payload | Member::Data | Member::Consent | Member::Traits | Member::Other => {}
        }
        Ok(())
    }

    fn payload<A: MapAccess<'de>>(&self, target: Target<'p>, members: &mut A) -> Result<Payload<'de>, A::Error> {
        let faults = self.faults;
        match target {
            Target::Unread => members.next_value().map(Payload::Raw),
            Target::Event(contract) if contract.schema.is_some() => members.next_value().map(Payload::Raw),
            Target::Event(contract) => {
                let mut slots = vec![Value::Unit; contract.slots];
                let seed = BodySeed { body: &contract.body, slots: &mut slots, faults };
                let found = members
                    .next_value_seed(seed)
                    .map_err(|error| faults.of_contract(faults.inside("payload", error)))?;
                // A null is an empty object, whose absences are faults or defaults.
                if found { Ok(Payload::Slots(slots)) } else { self.nothing(contract) }
            }
            Target::Fate => {
                let seed = Fit { shape: &ANY, build: true, faults };
                let value = members.next_value_seed(seed).map_err(|error| faults.inside("payload", error))?;
                Ok(value.map_or(Payload::Absent, Payload::Whole))
            }
            Target::Stranger => members.next_value::<IgnoredAny>().map(|_| Payload::Absent),
        }
    }

    fn nothing<E: Error>(&self, contract: &Contract) -> Result<Payload<'de>, E> {
        empty(contract).map(Payload::Slots).map_err(|fault| self.faults.note(fault))
    }
}

impl<'de> DeserializeSeed<'de> for EnvelopeSeed<'_, 'de, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for EnvelopeSeed<'_, 'de, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one JSON object for each line")
    }

    /// A member that is given twice, or in both spellings, is a fault: which one was meant cannot be known.
    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        let mut seen = 0u32;
        while let Some(member) = members.next_key::<Member>()? {
            let bit = 1 << member as u32;
            if seen & bit != 0 && member != Member::Other {
                let fault = Fault::envelope(member.name(), "given twice; send it once, in one spelling");
                return Err(self.faults.note(fault));
            }
            seen |= bit;
            self.member(member, &mut members)?;
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Member {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Member;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member's name")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Member, E> {
                Ok(Member::of(name))
            }
        }
        deserializer.deserialize_str(Reader)
    }
}

#[cfg(test)]
mod tests {
    use super::{EVENT, Member};

    #[test]
    fn members_are_those_that_are_told_of() {
        for (number, key) in EVENT.keys.iter().enumerate() {
            for name in key.aliases.iter().chain([&key.name]) {
                assert_eq!(Member::of(name) as usize, number, "{name}");
            }
        }
        assert_eq!(Member::Other as usize, EVENT.keys.len());
    }
}
