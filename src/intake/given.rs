//! JSON that somebody gives by hand beside a question: objects of declared fields, and the event that is asked about.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::intake::fault::Faults;
use crate::intake::fit::{Fit, absent};
use crate::terms::shape::Shape;
use crate::terms::value::Value;

/// Why something that was given is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misgiven {
    /// A field that nothing declares.
    Unknown(String),
    /// No JSON, or no object; lower case, no full stop.
    NoObject(String),
    /// A value that is not of its shape, with its place.
    Misfit(String),
}

/// An event that somebody asks about.
#[derive(Clone, Copy, Debug)]
pub struct GivenEvent<'a> {
    /// Its type.
    pub name: &'a str,
    /// When it happens, in milliseconds.
    pub at: i64,
    /// The person.
    pub user: &'a str,
    /// The text of its payload.
    pub payload: Option<&'a str>,
}

/// The object `text`, called `what` in messages: its fields by their places in `known`, each of its shape.
pub fn fields(what: &str, text: &str, known: &[(&str, &Shape)]) -> Result<Vec<(usize, Value)>, Misgiven> {
    let mut found = Vec::new();
    for (name, raw) in members(what, text)?.0 {
        let Some(place) = known.iter().position(|(known, _)| *known == name) else {
            return Err(Misgiven::Unknown(name));
        };
        if found.iter().any(|(known, _)| *known == place) {
            return Err(Misgiven::Misfit(format!("`{what}.{name}`: given twice; give it once")));
        }
        found.push((place, value(&format!("{what}.{name}"), raw, known[place].1)?));
    }
    Ok(found)
}

/// The names of the fields of the object `text`.
pub fn names(what: &str, text: &str) -> Result<Vec<String>, Misgiven> {
    Ok(members(what, text)?.0.into_iter().map(|(name, _)| name).collect())
}

impl GivenEvent<'_> {
    /// It as a line of a file of events.
    pub fn line(&self) -> Result<Vec<u8>, Misgiven> {
        let mut line = serde_json::Map::new();
        line.insert("eventId".to_owned(), "asked".into());
        line.insert("userId".to_owned(), self.user.into());
        line.insert("type".to_owned(), self.name.into());
        line.insert("timestamp".to_owned(), self.at.into());
        let mut line = serde_json::Value::Object(line).to_string();
        if let Some(payload) = self.payload {
            members("payload", payload)?;
            line.truncate(line.len() - 1);
            // As it was given, so that a number is read as it is in a file.
            line = format!("{line},\"payload\":{payload}}}");
        }
        Ok(line.into_bytes())
    }
}

fn value(place: &str, raw: &RawValue, shape: &Shape) -> Result<Value, Misgiven> {
    let faults = Faults::default();
    let fit = Fit { shape, build: true, faults: &faults };
    let read = fit.deserialize(&mut serde_json::Deserializer::from_str(raw.get()));
    let read = read.map_err(|error| Misgiven::Misfit(faults.take(&faults.inside(place, error)).to_string()))?;
    if let Some(value) = read {
        return Ok(value);
    }
    let default = absent(shape).map_err(|message| Misgiven::Misfit(format!("`{place}`: {message}")))?;
    Ok(default.cloned().unwrap_or_default())
}

fn members<'a>(what: &str, text: &'a str) -> Result<Members<'a>, Misgiven> {
    serde_json::from_str(text).map_err(|error| {
        let words = if error.is_data() { "not a JSON object".to_owned() } else { format!("not JSON: {error}") };
        Misgiven::NoObject(format!("`{what}`: {words}"))
    })
}

/// The fields of an object, in order.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(member) = members.next_entry()? {
                    all.push(member);
                }
                Ok(Members(all))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

#[cfg(test)]
mod tests {
    use super::{GivenEvent, Misgiven, fields, names};
    use crate::terms::shape::{Of, Shape};
    use crate::terms::value::Value;

    fn read(text: &str) -> Result<Vec<(usize, Value)>, String> {
        let (int, time) = (Shape::of(Of::Int), Shape::of(Of::Timestamp));
        let maybe = Shape { optional: true, ..Shape::of(Of::String) };
        fields("context", text, &[("n", &int), ("t", &time), ("s", &maybe)]).map_err(|error| match error {
            Misgiven::Unknown(name) => format!("unknown {name}"),
            Misgiven::NoObject(message) | Misgiven::Misfit(message) => message,
        })
    }

    #[test]
    fn fields_are_of_their_shape_or_the_fault_says_where() {
        let t = Value::Timestamp(1_700_000_000_000);
        assert_eq!(read(r#"{"t": "2023-11-14T22:13:20Z", "n": 2}"#), Ok(vec![(1, t), (0, Value::Int(2))]));
        assert_eq!(read(r#"{"s": null}"#), Ok(vec![(2, Value::Unit)]));
        for (text, message) in [
            (r#"{"n": "2"}"#, "`context.n`: a string where int was expected"),
            (r#"{"n": null}"#, "`context.n`: missing; int was expected"),
            (r#"{"n": 1, "n": 2}"#, "`context.n`: given twice; give it once"),
            (r#"{"m": 1}"#, "unknown m"),
            ("[1]", "`context`: not a JSON object"),
            ("{n: 1}", "`context`: not JSON: key must be a string at line 1 column 2"),
            ("{} {}", "`context`: not JSON: trailing characters at line 1 column 4"),
        ] {
            assert_eq!(read(text), Err(message.to_owned()));
        }
    }

    #[test]
    fn an_event_keeps_its_payload_as_it_was_given() {
        let event = GivenEvent { name: "A\"B", at: 5, user: "u", payload: Some(r#"{"total": 1.50}"#) };
        let line = String::from_utf8(event.line().unwrap()).unwrap();
        assert!(line.contains(r#""type":"A\"B""#) && line.ends_with(r#","payload":{"total": 1.50}}"#), "{line}");
        let smuggled = GivenEvent { payload: Some(r#"{}, "userId": "other""#), ..event };
        assert!(smuggled.line().is_err());
        assert_eq!(names("payload", r#"{"a": 1, "b": {}}"#), Ok(vec!["a".to_owned(), "b".to_owned()]));
    }
}
