//! A value of the envelope, whatever it is; lists and objects are passed over.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::intake::fault::Fault;
use crate::terms::time;

/// The first and the last instant of the years that RFC 3339 can write.
const INSTANTS: std::ops::RangeInclusive<i64> = -62_167_219_200_000..=253_402_300_799_999;

/// A value of the envelope.
#[derive(Debug, Default)]
pub enum Scalar<'de> {
    /// Absent or null.
    #[default]
    Nothing,
    /// A bool.
    Bool(bool),
    /// An int of 64 bits.
    Int(i64),
    /// Any other number.
    Number,
    /// A string.
    Text(Cow<'de, str>),
    /// A list.
    List,
    /// An object.
    Object,
}

/// Reads a [`Scalar`].
pub struct ScalarSeed;

/// A member's name, borrowed where it stands unescaped.
pub struct Word<'de>(pub Cow<'de, str>);

impl<'de> Scalar<'de> {
    /// The string, where there is one; `what` is the member's name, for messages.
    pub fn text(self, what: &str) -> Result<Option<Cow<'de, str>>, Fault> {
        match self {
            Self::Nothing => Ok(None),
            Self::Text(text) if text.is_empty() => {
                Err(Fault::envelope(what, "an empty string; leave it out where there is none"))
            }
            Self::Text(text) => Ok(Some(text)),
            other => Err(Fault::envelope(what, format!("{} where a string was expected", other.describe()))),
        }
    }

    /// The instant, where there is one.
    pub fn instant(&self, what: &str) -> Result<Option<i64>, Fault> {
        let wrong = |message: String| Err(Fault::envelope(what, message));
        match self {
            Self::Nothing => Ok(None),
            Self::Int(millis) => instant_of(*millis).map(Some).or_else(wrong),
            Self::Text(text) => instant_from(text).map(Some).or_else(wrong),
            other => wrong(format!("{} where a timestamp was expected; {}", other.describe(), NOT_AN_INSTANT.help())),
        }
    }

    /// The answer, where there is one.
    pub fn answer(&self) -> Result<Option<bool>, String> {
        match self {
            Self::Nothing => Ok(None),
            Self::Bool(answer) => Ok(Some(*answer)),
            other => Err(format!("{} where `true` or `false` was expected", other.describe())),
        }
    }

    const fn describe(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Bool(_) => "a bool",
            Self::Int(_) => "an int",
            Self::Number => "a number",
            Self::Text(_) => "a string",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }
}

const NOT_AN_INSTANT: time::TimeError = time::TimeError::NotAnInstant(String::new());

/// `millis` if it lies in the years 0 to 9999; other numbers are seconds' fractions by mistake, and time would stop.
pub fn instant_of(millis: i64) -> Result<i64, String> {
    if INSTANTS.contains(&millis) {
        Ok(millis)
    } else {
        Err(format!("{millis} is outside the years 0 to 9999; write epoch milliseconds, not micro- or nanoseconds"))
    }
}

/// The instant that `text` writes.
pub fn instant_from(text: &str) -> Result<i64, String> {
    time::parse_instant(text).map_err(|error| format!("{error}; {}", error.help())).and_then(instant_of)
}

impl<'de> DeserializeSeed<'de> for ScalarSeed {
    type Value = Scalar<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ScalarSeed {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Nothing)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Int(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(value).map_or(Scalar::Number, Scalar::Int))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Scalar::Number)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Object)
    }
}

impl<'de> Deserialize<'de> for Word<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Word<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member's name")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Word<'de>, E> {
                Ok(Word(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Word<'de>, E> {
                Ok(Word(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Reader)
    }
}
