//! The types of the language as the expression checker sees them; limits are in `shape`.

use std::fmt;
use std::sync::Arc;

use smol_str::SmolStr;

/// What a value is, but for whether it may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Nothing but `()`.
    Null,
    /// Last resort: checked when it runs.
    Any,
    /// True or false.
    Bool,
    /// 64-bit integer.
    Int,
    /// 64-bit float.
    Number,
    /// Text.
    String,
    /// One of these strings, in declared order.
    Enum(Arc<[SmolStr]>),
    /// An instant.
    Timestamp,
    /// A span of time.
    Duration,
    /// A list.
    List(Arc<Type>),
    /// An object; fields in declared order.
    Object(Arc<[(SmolStr, Type)]>),
}

/// A kind, and whether `()` is a value of it too (`T?`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Type {
    /// What it is when it is there.
    pub kind: Kind,
    /// Whether it may be missing.
    pub optional: bool,
}

impl Type {
    /// The type of values that are always there.
    pub const fn of(kind: Kind) -> Self {
        Self { kind, optional: false }
    }

    /// The same that may be missing.
    #[must_use]
    pub fn or_missing(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The same that is there.
    #[must_use]
    pub fn present(mut self) -> Self {
        self.optional = false;
        self
    }

    /// The list of `item`s.
    pub fn list(item: Self) -> Self {
        Self::of(Kind::List(Arc::new(item)))
    }

    /// The enum of `members`.
    pub fn one_of<S: AsRef<str>>(members: &[S]) -> Self {
        Self::of(Kind::Enum(members.iter().map(SmolStr::new).collect()))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("()"),
            Self::Any => f.write_str("any"),
            Self::Bool => f.write_str("bool"),
            Self::Int => f.write_str("int"),
            Self::Number => f.write_str("number"),
            Self::String => f.write_str("string"),
            Self::Timestamp => f.write_str("timestamp"),
            Self::Duration => f.write_str("duration"),
            Self::List(item) => write!(f, "[{item}]"),
            Self::Enum(members) => write!(f, "{{ enum: [{}] }}", members.join(", ")),
            Self::Object(fields) => {
                f.write_str("{ fields: { ")?;
                for (index, (name, of)) in fields.iter().enumerate() {
                    write!(f, "{}{name}: {of}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str(" } }")
            }
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.kind, if self.optional { "?" } else { "" })
    }
}
