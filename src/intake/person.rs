//! What an event says of the person beside its payload: answers about consent, and traits.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use smol_str::SmolStr;

use crate::intake::fault::Faults;
use crate::intake::fit::Fit;
use crate::intake::scalar::{ScalarSeed, Word};
use crate::terms::shape::Field;
use crate::terms::value::Value;

/// Answers about consent.
#[derive(Debug, Default)]
pub struct Consent {
    /// By slot of the fleet's purposes.
    pub purposes: Vec<(u16, bool)>,
    /// About the journeys themselves.
    pub processing: Option<bool>,
}

/// Profile fields.
#[derive(Debug, Default)]
pub struct Traits {
    /// By slot of the fleet's profile.
    pub values: Vec<(u16, Value)>,
    /// Those of the wrong type, in words.
    pub refused: Vec<String>,
}

/// Reads answers about consent.
pub struct ConsentSeed<'p> {
    /// The fleet's purposes, sorted.
    pub purposes: &'p [SmolStr],
    /// Where faults go.
    pub faults: &'p Faults,
}

/// Reads traits.
pub struct TraitsSeed<'p> {
    /// The fleet's profile, sorted by name.
    pub profile: &'p [Field],
}

impl<'de> DeserializeSeed<'de> for ConsentSeed<'_> {
    type Value = Consent;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Consent, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ConsentSeed<'_> {
    type Value = Consent;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`consent` as an object of answers by purpose")
    }

    fn visit_unit<E: Error>(self) -> Result<Consent, E> {
        Ok(Consent::default())
    }

    /// Of a purpose that is answered twice, a no stands.
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Consent, A::Error> {
        let mut consent = Consent::default();
        while let Some(Word(purpose)) = members.next_key()? {
            let answer = members.next_value_seed(ScalarSeed)?.answer();
            let Some(given) = answer.map_err(|message| self.faults.inside(&purpose, self.faults.raise(message)))?
            else {
                continue;
            };
            if purpose == "processing" {
                consent.processing = Some(given && consent.processing.unwrap_or(true));
            }
            let Ok(slot) = self.purposes.binary_search_by(|known| known.as_str().cmp(&purpose)) else { continue };
            match consent.purposes.iter_mut().find(|(known, _)| usize::from(*known) == slot) {
                Some((_, before)) => *before &= given,
                None => consent.purposes.push((slot as u16, given)),
            }
        }
        Ok(consent)
    }
}

impl<'de> DeserializeSeed<'de> for TraitsSeed<'_> {
    type Value = Traits;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Traits, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TraitsSeed<'_> {
    type Value = Traits;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`traits` as an object of profile fields")
    }

    fn visit_unit<E: Error>(self) -> Result<Traits, E> {
        Ok(Traits::default())
    }

    /// A field that is given twice has its last value.
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Traits, A::Error> {
        let mut traits = Traits::default();
        while let Some(Word(name)) = members.next_key()? {
            let Ok(slot) = self.profile.binary_search_by(|field| field.name.as_str().cmp(&name)) else {
                members.next_value::<IgnoredAny>()?;
                continue;
            };
            // Read from its text, so that one of the wrong type ends nothing but itself.
            let text: &RawValue = members.next_value()?;
            match trait_value(&self.profile[slot], text) {
                Ok(Some(value)) => {
                    traits.values.retain(|(known, _)| usize::from(*known) != slot);
                    traits.values.push((slot as u16, value));
                }
                Ok(None) => {}
                Err(refused) => traits.refused.push(refused),
            }
        }
        Ok(traits)
    }
}

fn trait_value(field: &Field, text: &RawValue) -> Result<Option<Value>, String> {
    let faults = Faults::default();
    let seed = Fit { shape: &field.shape, build: true, faults: &faults };
    let mut json = serde_json::Deserializer::from_str(text.get());
    seed.deserialize(&mut json)
        .map_err(|error| faults.take(&faults.inside("traits", faults.inside(&field.name, error))).to_string())
}
