//! Whom a refused line was about, as far as that can still be read.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};

use crate::intake::scalar::{Scalar, ScalarSeed, Word};

/// The person that `text` names, and whether it is no known one; also where the object breaks off after the name.
pub fn person(text: &str) -> Option<(String, bool)> {
    let mut found = Found::default();
    // Where it breaks off is no matter here: what came before counts.
    let _ = found.deserialize(&mut serde_json::Deserializer::from_str(text));
    let known = found.user.or(found.subject.filter(|_| found.cloud)).map(|id| (id, false));
    known.or(found.anonymous.map(|id| (id, true)))
}

#[derive(Default)]
struct Found {
    user: Option<String>,
    subject: Option<String>,
    anonymous: Option<String>,
    cloud: bool,
}

impl<'de> DeserializeSeed<'de> for &mut Found {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Found {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(Word(name)) = members.next_key()? {
            let place = match name.as_ref() {
                "userId" | "user_id" => Some(&mut self.user),
                "subject" => Some(&mut self.subject),
                "anonymousId" | "anonymous_id" => Some(&mut self.anonymous),
                _ => None,
            };
            self.cloud |= name == "specversion";
            if let (Scalar::Text(text), Some(place)) = (members.next_value_seed(ScalarSeed)?, place)
                && !text.is_empty()
            {
                place.get_or_insert_with(|| text.into_owned());
            }
        }
        Ok(())
    }
}
