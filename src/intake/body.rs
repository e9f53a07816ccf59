//! A payload read field by field: its contract checked, the slots that somebody reads filled.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use smallvec::{SmallVec, smallvec};

use crate::intake::contract::{Body, Contract, Part, Wanted};
use crate::intake::fault::{Fault, Faults};
use crate::intake::fit::{Fit, absent};
use crate::terms::value::Value;

macro_rules! refuse {
    ($($visit:ident($of:ty) $what:literal),* $(,)?) => {$(
        fn $visit<E: Error>(self, _: $of) -> Result<bool, E> {
            Err(self.faults.raise(concat!($what, " where an object was expected")))
        }
    )*};
}

/// Reads the object of `body`; answers whether there was one.
pub struct BodySeed<'p> {
    /// Its fields.
    pub body: &'p Body,
    /// What is filled.
    pub slots: &'p mut [Value],
    /// Where faults go.
    pub faults: &'p Faults,
}

/// The slots of a payload that is absent, empty or null.
pub fn empty(contract: &Contract) -> Result<Vec<Value>, Fault> {
    let faults = Faults::default();
    let mut slots = vec![Value::Unit; contract.slots];
    let seed = BodySeed { body: &contract.body, slots: &mut slots, faults: &faults };
    match seed.absences::<serde_json::Error>(&[]) {
        Ok(()) => Ok(slots),
        Err(error) => Err(faults.take(&faults.of_contract(faults.inside("payload", error)))),
    }
}

/// Holds the payload `text` against the event's JSON Schema.
pub fn obey(contract: &Contract, text: &str) -> Result<(), Fault> {
    let fault = |path: String, message: String| Err(Fault { path, message, contract: true });
    let validator = match &contract.schema {
        None => return Ok(()),
        Some(Err(reason)) => return fault("payload".to_owned(), format!("its JSON Schema cannot be used: {reason}")),
        Some(Ok(validator)) => validator,
    };
    let payload: serde_json::Value = match serde_json::from_str(text) {
        Ok(serde_json::Value::Null) => serde_json::Value::Object(serde_json::Map::new()),
        Ok(payload) => payload,
        Err(error) => return fault("payload".to_owned(), format!("cannot be held against its JSON Schema: {error}")),
    };
    match validator.validate(&payload) {
        Ok(()) => Ok(()),
        Err(error) => {
            let place = format!("payload{}", error.instance_path().as_str().replace('/', "."));
            fault(place, error.to_string())
        }
    }
}

impl BodySeed<'_> {
    /// One field's value.
    fn field<'de, A: MapAccess<'de>>(&mut self, part: &Part, members: &mut A) -> Result<bool, A::Error> {
        if let Wanted::Inside(body) = &part.wanted {
            return members.next_value_seed(BodySeed { body, slots: self.slots, faults: self.faults });
        }
        let build = !matches!(part.wanted, Wanted::Nothing);
        match members.next_value_seed(Fit { shape: &part.shape, build, faults: self.faults })? {
            Some(value) => {
                part.keep(value, self.slots);
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// Defaults of what was not given, or why it must be.
    fn absences<E: Error>(self, given: &[u64]) -> Result<(), E> {
        for (index, part) in self.body.fields.iter().enumerate() {
            if is_set(given, index) {
                continue;
            }
            match absent(&part.shape) {
                Ok(None) => {}
                Ok(Some(default)) => part.keep(default.clone(), self.slots),
                Err(message) => return Err(self.faults.inside(&part.name, self.faults.raise(message))),
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for BodySeed<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for BodySeed<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the payload's fields")
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    refuse! {
        visit_bool(bool) "a bool",
        visit_i64(i64) "an int",
        visit_u64(u64) "an int",
        visit_f64(f64) "a number",
        visit_str(&str) "a string",
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<bool, A::Error> {
        Err(self.faults.raise("a list where an object was expected"))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<bool, A::Error> {
        let words = self.body.fields.len().div_ceil(64);
        let mut seen: SmallVec<[u64; 2]> = smallvec![0; words];
        let mut given: SmallVec<[u64; 2]> = smallvec![0; words];
        let mut next = 0;
        let body = self.body;
        while let Some(name) = members.next_key_seed(NameSeed { body, hint: next, faults: self.faults })? {
            let Some(index) = name else {
                members.next_value::<IgnoredAny>()?;
                continue;
            };
            next = index + 1;
            let Some(part) = body.fields.get(index) else { continue };
            let faults = self.faults;
            let place = |error| faults.inside(&part.name, error);
            if is_set(&seen, index) {
                return Err(place(faults.raise("given twice; send it once")));
            }
            set(&mut seen, index);
            if self.field(part, &mut members).map_err(place)? {
                set(&mut given, index);
            }
        }
        self.absences(&given).map(|()| true)
    }
}

/// Reads a member's name: the field's index; nothing for one that is not declared.
struct NameSeed<'p> {
    body: &'p Body,
    hint: usize,
    faults: &'p Faults,
}

impl<'de> DeserializeSeed<'de> for NameSeed<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NameSeed<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        let found = self.body.find(name, self.hint);
        if found.is_none() && self.body.closed {
            let fault = self.faults.raise("not in the contract, which is closed; declare the field or leave it out");
            return Err(self.faults.inside(name, fault));
        }
        Ok(found)
    }
}

fn is_set(bits: &[u64], index: usize) -> bool {
    bits.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
}

fn set(bits: &mut [u64], index: usize) {
    if let Some(word) = bits.get_mut(index / 64) {
        *word |= 1 << (index % 64);
    }
}
