//! The canonical text of a meaning: atoms and lists, the same bytes in every release.

use std::fmt;

use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use crate::terms::shape::{Field, Of, Shape};
use crate::terms::value::Value;

/// A canonical text, before it is one. Equal meanings have equal forms.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// A word or a number, without quotes: `ctx`, `>=`, `3`.
    Atom(SmolStr),
    /// A text, in quotes.
    Text(SmolStr),
    /// `(a b c)`.
    List(Vec<Form>),
}

impl Form {
    /// The word `word`.
    pub fn atom(word: impl Into<SmolStr>) -> Self {
        Self::Atom(word.into())
    }

    /// The text `text`.
    pub fn text(text: impl Into<SmolStr>) -> Self {
        Self::Text(text.into())
    }

    /// `(head parts…)`.
    pub fn list(head: &str, parts: impl IntoIterator<Item = Self>) -> Self {
        Self::List(std::iter::once(Self::atom(head)).chain(parts).collect())
    }

    /// `(head part…)` where parts that are themselves `(head …)` are spread out, and one part is itself: the same for
    /// `a && (b && c)` as for `a && b && c`.
    pub fn chain(head: &str, parts: impl IntoIterator<Item = Self>) -> Self {
        let mut spread: Vec<Self> = Vec::new();
        for part in parts {
            match part {
                Self::List(inner) if matches!(inner.first(), Some(Self::Atom(word)) if word == head) => {
                    spread.extend(inner.into_iter().skip(1));
                }
                part => spread.push(part),
            }
        }
        match <[Self; 1]>::try_from(spread) {
            Ok([one]) => one,
            Err(spread) => Self::list(head, spread),
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Atom(word) => f.write_str(word),
            Self::Text(text) => quoted(text, f),
            Self::List(parts) => {
                f.write_str("(")?;
                for (index, part) in parts.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { " " })?;
                    part.fmt(f)?;
                }
                f.write_str(")")
            }
        }
    }
}

/// In quotes; a quote and a backslash behind a backslash, controls as `\u00XX`.
fn quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(f, "\\{c}")?,
            c if c < ' ' => write!(f, "\\u{:04x}", u32::from(c))?,
            c => write!(f, "{c}")?,
        }
    }
    f.write_str("\"")
}

impl From<&Value> for Form {
    /// `(timestamp 0)` and `(duration 0)` in milliseconds, `(list a b)`, `(map ("key" value))` sorted by key.
    fn from(value: &Value) -> Self {
        match value {
            Value::Unit => Self::List(Vec::new()),
            Value::Bool(_) | Value::Int(_) | Value::Number(_) => Self::Atom(value.to_smolstr()),
            Value::Str(text) => Self::Text(text.clone()),
            Value::Timestamp(at) => Self::list("timestamp", [Self::Atom(at.to_smolstr())]),
            Value::Duration(length) => Self::list("duration", [Self::Atom(length.to_smolstr())]),
            Value::List(items) => Self::list("list", items.iter().map(Self::from)),
            Value::Object(fields) => Self::map(fields.iter().map(|(name, value)| (name, Self::from(value)))),
        }
    }
}

impl Form {
    /// `(map ("key" value) …)`, sorted by key.
    pub fn map<'n>(fields: impl IntoIterator<Item = (&'n SmolStr, Self)>) -> Self {
        let mut pairs: Vec<(&SmolStr, Self)> = fields.into_iter().collect();
        pairs.sort_by(|a, b| a.0.cmp(b.0));
        Self::list("map", pairs.into_iter().map(|(name, form)| Self::List(vec![Self::text(name.clone()), form])))
    }
}

impl From<&Shape> for Form {
    /// `(int optional (min 0) (max 9) (pii "email") (default 1))`, in this order, each only where it is there.
    /// Members of an enum and fields of an object are sorted; descriptions are no part of it.
    fn from(shape: &Shape) -> Self {
        let mut parts = match &shape.of {
            Of::List(item) => vec![Self::from(&**item)],
            Of::Enum(members) => {
                let mut sorted: Vec<Self> = members.iter().map(|member| Self::text(member.clone())).collect();
                sorted.sort();
                sorted
            }
            Of::Object(fields) => fields_of(fields),
            _ => Vec::new(),
        };
        let limit = |name: &str, limit: &Value| Self::list(name, [Self::from(limit)]);
        parts.extend(shape.optional.then(|| Self::atom("optional")));
        parts.extend(shape.min.as_ref().map(|min| limit("min", min)));
        parts.extend(shape.max.as_ref().map(|max| limit("max", max)));
        parts.extend(shape.pattern.as_ref().map(|of| Self::list("pattern", [Self::text(of.as_str())])));
        parts.extend(shape.pii.as_ref().map(|kind| Self::list("pii", [Self::text(kind.clone())])));
        parts.extend(shape.default.as_ref().map(|default| limit("default", default)));
        Self::list(word(&shape.of), parts)
    }
}

/// `("name" shape)` for each, sorted by name.
fn fields_of(fields: &[Field]) -> Vec<Form> {
    let mut sorted: Vec<&Field> = fields.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    sorted.into_iter().map(|field| Form::List(vec![Form::text(field.name.clone()), Form::from(&field.shape)])).collect()
}

const fn word(of: &Of) -> &'static str {
    match of {
        Of::Any => "any",
        Of::Bool => "bool",
        Of::Int => "int",
        Of::Number => "number",
        Of::String => "string",
        Of::Enum(_) => "enum",
        Of::Timestamp => "timestamp",
        Of::Duration => "duration",
        Of::List(_) => "list",
        Of::Object(_) => "object",
    }
}

impl From<u64> for Form {
    fn from(number: u64) -> Self {
        Self::Atom(format_smolstr!("{number}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Form;
    use crate::terms::shape::{Of, Shape};
    use crate::terms::value::Value;

    #[test]
    fn values_and_shapes_have_one_text() {
        let value = Value::object([
            ("b".into(), Value::list([Value::Int(1), Value::Number(1.0), Value::Unit])),
            ("a".into(), Value::str("say \"é\"\n")),
        ]);
        assert_eq!(Form::from(&value).to_string(), r#"(map ("a" "say \"é\"\u000a") ("b" (list 1 1.0 ())))"#);
        let shape = Shape { min: Some(Value::Int(0)), optional: true, ..Shape::of(Of::Int) };
        assert_eq!(Form::from(&shape).to_string(), "(int optional (min 0))");
    }

    #[test]
    fn chains_are_flat() {
        let atom = |word: &str| Form::atom(word);
        let inner = Form::chain("&&", [atom("b"), atom("c")]);
        assert_eq!(Form::chain("&&", [atom("a"), inner]).to_string(), "(&& a b c)");
        assert_eq!(Form::chain("&&", [atom("a")]).to_string(), "a");
    }
}
