//! A value of the language, as contexts, payloads, params and expressions hold it.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::terms::time::{format_duration, format_instant};

/// A value. Null and absent are the same: `Unit`, written `()` in expressions.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Missing.
    #[default]
    Unit,
    /// True or false.
    Bool(bool),
    /// A 64-bit integer.
    Int(i64),
    /// A finite 64-bit float.
    Number(f64),
    /// Text; also a member of an enum.
    Str(SmolStr),
    /// An instant, in milliseconds since 1970-01-01T00:00:00Z.
    Timestamp(i64),
    /// A span of time, in milliseconds.
    Duration(i64),
    /// A list.
    List(Arc<Vec<Value>>),
    /// An object.
    Object(Arc<BTreeMap<SmolStr, Value>>),
}

impl Value {
    /// Whether it is missing.
    pub const fn is_unit(&self) -> bool {
        matches!(self, Self::Unit)
    }

    /// The string value of `text`.
    pub fn str(text: impl AsRef<str>) -> Self {
        Self::Str(SmolStr::new(text))
    }

    /// The list of `items`.
    pub fn list(items: impl IntoIterator<Item = Self>) -> Self {
        Self::List(Arc::new(items.into_iter().collect()))
    }

    /// The object of `fields`.
    pub fn object(fields: impl IntoIterator<Item = (SmolStr, Self)>) -> Self {
        Self::Object(Arc::new(fields.into_iter().collect()))
    }

    /// What is found by going through `path` into nested objects; `Unit` where nothing is.
    pub fn at_path(&self, path: &[SmolStr]) -> &Self {
        const MISSING: &Value = &Value::Unit;
        path.iter().fold(self, |value, field| match value {
            Self::Object(fields) => fields.get(field).unwrap_or(MISSING),
            _ => MISSING,
        })
    }
}

impl Value {
    /// The kind of value with its article, for messages.
    pub const fn describe(&self) -> &'static str {
        match self {
            Self::Unit => "nothing",
            Self::Bool(_) => "a bool",
            Self::Int(_) => "an int",
            Self::Number(_) => "a number",
            Self::Str(_) => "a string",
            Self::Timestamp(_) => "a timestamp",
            Self::Duration(_) => "a duration",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// A total order: by kind first, an int and a number by their value and then the int first; lists and objects item
    /// by item. Only values that are the same are equal in it.
    pub fn total_cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            (Self::Int(a), Self::Int(b))
            | (Self::Timestamp(a), Self::Timestamp(b))
            | (Self::Duration(a), Self::Duration(b)) => a.cmp(b),
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Int(a), Self::Number(b)) => (*a as f64).total_cmp(b).then(Ordering::Less),
            (Self::Number(a), Self::Int(b)) => a.total_cmp(&(*b as f64)).then(Ordering::Greater),
            (Self::Str(a), Self::Str(b)) => a.cmp(b),
            (Self::List(a), Self::List(b)) => {
                let items = a.iter().zip(b.iter()).map(|(a, b)| a.total_cmp(b));
                items.into_iter().find(|o| o.is_ne()).unwrap_or_else(|| a.len().cmp(&b.len()))
            }
            (Self::Object(a), Self::Object(b)) => {
                let fields = a.iter().zip(b.iter()).map(|(a, b)| a.0.cmp(b.0).then_with(|| a.1.total_cmp(b.1)));
                fields.into_iter().find(|o| o.is_ne()).unwrap_or_else(|| a.len().cmp(&b.len()))
            }
            (a, b) => a.rank().cmp(&b.rank()),
        }
    }

    const fn rank(&self) -> u8 {
        match self {
            Self::Unit => 0,
            Self::Bool(_) => 1,
            Self::Int(_) | Self::Number(_) => 2,
            Self::Str(_) => 3,
            Self::Timestamp(_) => 4,
            Self::Duration(_) => 5,
            Self::List(_) => 6,
            Self::Object(_) => 7,
        }
    }
}

/// As an expression would write it.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit => f.write_str("()"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value:?}"),
            Self::Str(text) => write!(f, "{text:?}"),
            Self::Timestamp(at) => f.write_str(&format_instant(*at)),
            Self::Duration(length) => f.write_str(&format_duration(*length)),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
            Self::Object(fields) => {
                f.write_str("#{")?;
                for (index, (name, value)) in fields.iter().enumerate() {
                    write!(f, "{}{name}: {value}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str("}")
            }
        }
    }
}
