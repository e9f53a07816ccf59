//! One value held against its declared shape while it is read; built only where somebody reads it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use smol_str::SmolStr;

use crate::intake::fault::Faults;
use crate::intake::scalar::{Word, instant_from, instant_of};
use crate::terms::shape::{Field, Of, Shape};
use crate::terms::time::parse_duration;
use crate::terms::value::Value;

/// The shape of what no contract describes.
pub static ANY: Shape = Shape::of(Of::Any);

/// Reads a value of `shape`: nothing for null, else the value, or `Unit` in its place where it is not to be built.
#[derive(Clone, Copy)]
pub struct Fit<'p> {
    /// What it must be.
    pub shape: &'p Shape,
    /// Whether somebody reads it.
    pub build: bool,
    /// Where faults go.
    pub faults: &'p Faults,
}

type Got<E> = Result<Option<Value>, E>;

/// What stands in place of an absent value of `shape`: its default, nothing if it may be missing, else why not.
pub fn absent(shape: &Shape) -> Result<Option<&Value>, String> {
    match &shape.default {
        Some(default) => Ok(Some(default)),
        None if shape.optional || matches!(shape.of, Of::Any) => Ok(None),
        None => Err(format!("missing; {shape} was expected")),
    }
}

impl Fit<'_> {
    fn wrong<E: Error>(self, what: &str) -> E {
        self.faults.raise(format!("{what} where {} was expected", self.shape))
    }

    /// A scalar of the right kind: within the limits?
    fn scalar<E: Error>(self, value: Value) -> Got<E> {
        if self.shape.min.is_none() && self.shape.max.is_none() && self.shape.pattern.is_none() {
            return Ok(Some(value));
        }
        match self.shape.admit(value) {
            Ok(value) => Ok(Some(value)),
            Err(misfit) => Err(self.faults.raise(misfit.message)),
        }
    }

    fn text<E: Error>(self, text: &str) -> Got<E> {
        match &self.shape.of {
            Of::String if !self.build && self.shape.pattern.is_none() => Ok(Some(Value::Unit)),
            Of::String | Of::Any => self.scalar(Value::str(text)),
            Of::Enum(members) => match members.iter().find(|member| *member == text) {
                Some(member) => Ok(Some(Value::Str(member.clone()))),
                None => Err(self.faults.raise(format!("{text:?} is none of {}", members.join(", ")))),
            },
            Of::Timestamp => match instant_from(text) {
                Ok(instant) => self.scalar(Value::Timestamp(instant)),
                Err(message) => Err(self.faults.raise(message)),
            },
            Of::Duration => match parse_duration(text) {
                Ok(length) => self.scalar(Value::Duration(length)),
                Err(error) => Err(self.faults.raise(format!("{error}; {}", error.help()))),
            },
            _ => Err(self.wrong("a string")),
        }
    }

    fn item<'de, A: SeqAccess<'de>>(self, items: &mut A, index: usize) -> Result<Option<Value>, A::Error> {
        let place = |error| self.faults.inside(&format!("[{index}]"), error);
        match items.next_element_seed(self).map_err(place)? {
            None => Ok(None),
            Some(Some(value)) => Ok(Some(value)),
            Some(None) => match absent(self.shape) {
                Ok(default) => Ok(Some(default.cloned().unwrap_or_default())),
                Err(message) => Err(place(self.faults.raise(message))),
            },
        }
    }

    fn fields<'de, A: MapAccess<'de>>(self, fields: &[Field], mut members: A) -> Got<A::Error> {
        let mut values = BTreeMap::new();
        let mut seen = vec![false; fields.len()];
        while let Some(name) = members.next_key::<Word<'de>>()?.map(|word| word.0) {
            let Some(index) = fields.iter().position(|field| field.name == name.as_ref()) else {
                members.next_value::<IgnoredAny>()?;
                continue;
            };
            let place = |error| self.faults.inside(&name, error);
            if std::mem::replace(&mut seen[index], true) {
                return Err(place(self.faults.raise("given twice; send it once")));
            }
            let fit = Fit { shape: &fields[index].shape, ..self };
            if let Some(value) = members.next_value_seed(fit).map_err(place)? {
                values.insert(fields[index].name.clone(), value);
            }
        }
        for field in fields.iter().filter(|field| !values.contains_key(&field.name)).collect::<Vec<_>>() {
            match absent(&field.shape) {
                Ok(None) => {}
                Ok(Some(default)) => drop(values.insert(field.name.clone(), default.clone())),
                Err(message) => return Err(self.faults.inside(&field.name, self.faults.raise(message))),
            }
        }
        Ok(Some(if self.build { Value::Object(Arc::new(values)) } else { Value::Unit }))
    }

    fn anything<'de, A: MapAccess<'de>>(self, mut members: A) -> Got<A::Error> {
        let mut values = BTreeMap::new();
        while let Some(name) = members.next_key::<Word<'de>>()?.map(|word| word.0) {
            let place = |error| self.faults.inside(&name, error);
            if let Some(value) = members.next_value_seed(self).map_err(place)?
                && values.insert(SmolStr::new(&name), value).is_some()
            {
                return Err(place(self.faults.raise("given twice; send it once")));
            }
        }
        Ok(Some(Value::Object(Arc::new(values))))
    }
}

impl<'de> DeserializeSeed<'de> for Fit<'_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        if !self.build && matches!(self.shape.of, Of::Any) {
            deserializer.deserialize_ignored_any(IgnoredAny)?;
            return Ok(Some(Value::Unit));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Fit<'_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.shape)
    }

    fn visit_unit<E: Error>(self) -> Got<E> {
        Ok(None)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Got<E> {
        match self.shape.of {
            Of::Bool | Of::Any => Ok(Some(Value::Bool(value))),
            _ => Err(self.wrong("a bool")),
        }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Got<E> {
        match self.shape.of {
            Of::Int | Of::Any => self.scalar(Value::Int(value)),
            Of::Number => self.scalar(Value::Number(value as f64)),
            Of::Timestamp => match instant_of(value) {
                Ok(instant) => self.scalar(Value::Timestamp(instant)),
                Err(message) => Err(self.faults.raise(message)),
            },
            _ => Err(self.wrong("an int")),
        }
    }

    fn visit_u64<E: Error>(self, value: u64) -> Got<E> {
        match (i64::try_from(value), &self.shape.of) {
            (Ok(value), _) => self.visit_i64(value),
            (Err(_), Of::Number | Of::Any) => self.scalar(Value::Number(value as f64)),
            (Err(_), Of::Int) => Err(self.faults.raise(format!("{value} is beyond 64 bits"))),
            _ => Err(self.wrong("an int")),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Got<E> {
        match self.shape.of {
            Of::Number | Of::Any if value.is_finite() => self.scalar(Value::Number(value)),
            // `-0` is read as a float.
            Of::Int if value == 0.0 && value.is_sign_negative() => self.scalar(Value::Int(0)),
            Of::Int if value.fract() == 0.0 && value.abs() >= 9_223_372_036_854_775_808.0 => {
                Err(self.faults.raise(format!("{value:e} is beyond 64 bits")))
            }
            _ => Err(self.wrong("a number")),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Got<E> {
        self.text(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Got<A::Error> {
        let of = match &self.shape.of {
            Of::List(of) => of.as_ref(),
            Of::Any => &ANY,
            _ => return Err(self.wrong("a list")),
        };
        let mut values = Vec::new();
        let mut index = 0;
        while let Some(value) = (Fit { shape: of, ..self }).item(&mut items, index)? {
            index += 1;
            if self.build {
                values.push(value);
            }
        }
        Ok(Some(if self.build { Value::List(Arc::new(values)) } else { Value::Unit }))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Got<A::Error> {
        match &self.shape.of {
            Of::Object(fields) => self.fields(fields, members),
            Of::Any => self.anything(members),
            _ => Err(self.wrong("an object")),
        }
    }
}
