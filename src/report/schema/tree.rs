//! JSON whose members stay in the order in which they are told.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use serde_json::Value;

/// A value.
#[derive(Clone, Debug)]
pub enum Tree {
    /// Any JSON.
    Leaf(Value),
    /// A list.
    List(Vec<Tree>),
    /// An object.
    Object(Object),
}

/// An object in the making.
#[derive(Clone, Debug, Default)]
pub struct Object(Vec<(Cow<'static, str>, Tree)>);

impl Object {
    /// With this member last.
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Tree>) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }

    /// With the members of another one last.
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// With this member, where there is one.
    pub fn maybe(self, name: &'static str, value: Option<impl Into<Tree>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Whether it has no member.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// An object with one member.
pub fn object(name: &'static str, value: impl Into<Tree>) -> Object {
    Object::default().with(name, value)
}

impl From<Object> for Tree {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl From<&str> for Tree {
    fn from(text: &str) -> Self {
        Self::Leaf(text.into())
    }
}

impl From<String> for Tree {
    fn from(text: String) -> Self {
        Self::Leaf(text.into())
    }
}

impl From<bool> for Tree {
    fn from(flag: bool) -> Self {
        Self::Leaf(flag.into())
    }
}

impl From<usize> for Tree {
    fn from(number: usize) -> Self {
        Self::Leaf(number.into())
    }
}

impl From<Value> for Tree {
    fn from(value: Value) -> Self {
        Self::Leaf(value)
    }
}

impl<T: Into<Tree>> From<Vec<T>> for Tree {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl From<&[&'static str]> for Tree {
    fn from(words: &[&'static str]) -> Self {
        Self::List(words.iter().map(|&word| word.into()).collect())
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Leaf(value) => value.serialize(serializer),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Object(Object(members)) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}
