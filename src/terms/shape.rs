//! A declared type with its limits: what a payload field, a variable or a param may hold.

use std::fmt;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::terms::types::{Kind, Type};
use crate::terms::value::Value;

/// A declaration `{ type: T, min:, max:, pattern:, pii:, … }`, in any of its spellings.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// What it is when it is there.
    pub of: Of,
    /// Whether it may be missing.
    pub optional: bool,
    /// The least value, of the shape's own kind.
    pub min: Option<Value>,
    /// The greatest value, of the shape's own kind.
    pub max: Option<Value>,
    /// What the text must match somewhere.
    pub pattern: Option<Pattern>,
    /// Which kind of personal data it is.
    pub pii: Option<SmolStr>,
    /// What it is when nothing was given.
    pub default: Option<Value>,
    /// For people.
    pub description: Option<SmolStr>,
}

/// The kind of a shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Of {
    /// Anything.
    Any,
    /// True or false.
    Bool,
    /// 64-bit integer.
    Int,
    /// 64-bit float; takes integers.
    Number,
    /// Text.
    String,
    /// One of these, in declared order.
    Enum(Arc<[SmolStr]>),
    /// An instant.
    Timestamp,
    /// A span of time.
    Duration,
    /// A list of one shape.
    List(Arc<Shape>),
    /// Named fields, in declared order.
    Object(Arc<[Field]>),
}

/// A named shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: SmolStr,
    /// What it may hold.
    pub shape: Shape,
}

/// A regular expression that remembers how it was written. It runs in time linear in the text.
#[derive(Clone, Debug)]
pub struct Pattern(regex::Regex);

/// Why a value is not of a shape: where inside it, and what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Fields and indices from the outside in, `a.b[2]`; empty for the value itself.
    pub path: String,
    /// Lower case, no full stop.
    pub message: String,
}

impl Pattern {
    /// Compiles `text`, or says why not.
    pub fn new(text: &str) -> Result<Self, String> {
        regex::Regex::new(text).map(Self).map_err(|error| error.to_string())
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether it matches `text` somewhere.
    pub fn matches(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Shape {
    /// A shape of `of` without limits.
    pub const fn of(of: Of) -> Self {
        Self { of, optional: false, min: None, max: None, pattern: None, pii: None, default: None, description: None }
    }

    /// Its type for the expression checker.
    pub fn type_of(&self) -> Type {
        let kind = match &self.of {
            Of::Any => Kind::Any,
            Of::Bool => Kind::Bool,
            Of::Int => Kind::Int,
            Of::Number => Kind::Number,
            Of::String => Kind::String,
            Of::Enum(members) => Kind::Enum(Arc::clone(members)),
            Of::Timestamp => Kind::Timestamp,
            Of::Duration => Kind::Duration,
            Of::List(item) => Kind::List(Arc::new(item.type_of())),
            Of::Object(fields) => Kind::Object(fields.iter().map(|f| (f.name.clone(), f.shape.type_of())).collect()),
        };
        Type { kind, optional: self.optional }
    }

    /// Calls `visit` with each description in it, and the way to it: `way` for its own, behind it `.city` for that of a field
    /// and `[]` for that of a list's items.
    pub fn descriptions<'s>(&'s self, way: &str, visit: &mut dyn FnMut(&str, &'s SmolStr)) {
        if let Some(text) = &self.description {
            visit(way, text);
        }
        match &self.of {
            Of::List(item) => item.descriptions(&format!("{way}[]"), visit),
            Of::Object(fields) => {
                fields.iter().for_each(|field| field.shape.descriptions(&format!("{way}.{}", field.name), visit));
            }
            _ => {}
        }
    }

    /// Whether checking a value of the right type can still fail, or must change it.
    pub fn is_plain(&self) -> bool {
        let limits = self.min.is_some() || self.max.is_some() || self.pattern.is_some();
        !limits && !matches!(self.of, Of::Number | Of::Enum(_) | Of::List(_) | Of::Object(_))
    }

    /// Whether `min`, `max` or a `pattern` stands on it or anywhere inside.
    pub fn is_limited(&self) -> bool {
        let inside = match &self.of {
            Of::List(item) => item.is_limited(),
            Of::Object(fields) => fields.iter().any(|field| field.shape.is_limited()),
            _ => false,
        };
        inside || self.min.is_some() || self.max.is_some() || self.pattern.is_some()
    }

    /// `value` as this shape holds it (an int becomes a number where one is asked), or why it does not fit.
    pub fn admit(&self, value: Value) -> Result<Value, Misfit> {
        if value.is_unit() {
            return if self.optional || matches!(self.of, Of::Any) {
                Ok(value)
            } else {
                Err(Misfit::new(format!("a value is missing; {self} was expected")))
            };
        }
        let value = self.coerce(value)?;
        self.within_limits(&value)?;
        Ok(value)
    }

    fn coerce(&self, value: Value) -> Result<Value, Misfit> {
        match (&self.of, value) {
            (Of::Any, value)
            | (Of::Bool, value @ Value::Bool(_))
            | (Of::Int, value @ Value::Int(_))
            | (Of::Number, value @ Value::Number(_))
            | (Of::String, value @ Value::Str(_))
            | (Of::Timestamp, value @ Value::Timestamp(_))
            | (Of::Duration, value @ Value::Duration(_)) => Ok(value),
            (Of::Number, Value::Int(int)) => Ok(Value::Number(int as f64)),
            (Of::Enum(members), Value::Str(text)) if members.contains(&text) => Ok(Value::Str(text)),
            (Of::List(item), Value::List(items)) => items
                .iter()
                .enumerate()
                .map(|(index, value)| item.admit(value.clone()).map_err(|fault| fault.inside(&format!("[{index}]"))))
                .collect::<Result<Vec<_>, _>>()
                .map(Value::list),
            (Of::Object(fields), Value::Object(values)) => {
                let mut admitted = (*values).clone();
                for Field { name, shape } in fields.iter() {
                    let value = admitted.remove(name).unwrap_or_default();
                    let value = if value.is_unit() { shape.default.clone().unwrap_or_default() } else { value };
                    let value = shape.admit(value).map_err(|fault| fault.inside(name))?;
                    if !value.is_unit() {
                        admitted.insert(name.clone(), value);
                    }
                }
                Ok(Value::Object(Arc::new(admitted)))
            }
            (_, value) => Err(Misfit::new(format!("{} where {self} was expected", value.describe()))),
        }
    }

    fn within_limits(&self, value: &Value) -> Result<(), Misfit> {
        if let Some(min) = &self.min
            && value.total_cmp(min).is_lt()
        {
            return Err(Misfit::new(format!("{value} is below the minimum {min}")));
        }
        if let Some(max) = &self.max
            && value.total_cmp(max).is_gt()
        {
            return Err(Misfit::new(format!("{value} is above the maximum {max}")));
        }
        match (&self.pattern, value) {
            (Some(pattern), Value::Str(text)) if !pattern.matches(text) => {
                Err(Misfit::new(format!("{value} does not match the pattern `{}`", pattern.as_str())))
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.type_of())
    }
}

impl Misfit {
    fn new(message: String) -> Self {
        Self { path: String::new(), message }
    }

    /// The same, of the field or item `outer` around it.
    #[must_use]
    pub fn inside(mut self, outer: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{outer}{dot}{}", self.path);
        self
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { f.write_str(&self.message) } else { write!(f, "`{}`: {}", self.path, self.message) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, Of, Pattern, Shape};
    use crate::terms::value::Value;

    #[test]
    fn an_int_fits_a_number_and_never_the_other_way() {
        assert_eq!(Shape::of(Of::Number).admit(Value::Int(2)), Ok(Value::Number(2.0)));
        assert!(Shape::of(Of::Int).admit(Value::Number(2.0)).is_err());
    }

    #[test]
    fn limits_hold() {
        let shape = Shape { min: Some(Value::Int(0)), max: Some(Value::Int(5)), ..Shape::of(Of::Int) };
        assert!(shape.admit(Value::Int(5)).is_ok());
        assert_eq!(shape.admit(Value::Int(6)).unwrap_err().message, "6 is above the maximum 5");
        let shape = Shape { pattern: Some(Pattern::new("^a+$").unwrap()), ..Shape::of(Of::String) };
        assert!(shape.admit(Value::str("aaa")).is_ok() && shape.admit(Value::str("ab")).is_err());
    }

    #[test]
    fn a_misfit_says_where_inside() {
        let price = Field { name: "price".into(), shape: Shape::of(Of::Number) };
        let shape = Shape::of(Of::List(Shape::of(Of::Object([price].into())).into()));
        let item = Value::object([("price".into(), Value::Bool(true))]);
        assert_eq!(shape.admit(Value::list([item])).unwrap_err().path, "[0].price");
    }
}
