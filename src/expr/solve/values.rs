//! Sets of values: what one variable, field or term may be.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::expr::solve::floats;
use crate::expr::solve::ranges::Ranges;
use crate::expr::solve::texts::Texts;
use crate::terms::shape::Field;
use crate::terms::value::Value;

/// A set of values; where it cannot say a set exactly, it is a larger one.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    /// Whether `()` is in it.
    pub(crate) missing: bool,
    /// What else is.
    pub(crate) there: There,
}

/// Values that are there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum There {
    /// None.
    Nothing,
    /// `false` if the first, `true` if the second.
    Bools(bool, bool),
    /// Of one ordered kind.
    Scalars(Scalar, Ranges),
    Texts(Texts),
    Lists(Arc<Lists>),
    /// Objects with these fields and any others.
    Objects(Arc<[Field]>),
    /// These lists or objects.
    Fixed(Arc<[Value]>),
    Any,
}

/// What is known of a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lists {
    /// The least number of items.
    pub(crate) least: i64,
    /// The greatest; absent where there is none.
    pub(crate) most: Option<i64>,
    /// What each item is.
    pub(crate) item: Values,
    /// What is in it; no two are equal.
    pub(crate) has: Vec<Value>,
    /// What is not.
    pub(crate) lacks: Vec<Value>,
}

/// The kinds of value that are whole numbers or have places like them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scalar {
    Int,
    Number,
    Timestamp,
    Duration,
}

impl Scalar {
    /// The value at `place`.
    pub(crate) const fn value(self, place: i64) -> Value {
        match self {
            Self::Int => Value::Int(place),
            Self::Number => Value::Number(floats::number(place)),
            Self::Timestamp => Value::Timestamp(place),
            Self::Duration => Value::Duration(place),
        }
    }

    /// Its kind and place; absent for what has none.
    pub(crate) const fn of(value: &Value) -> Option<(Self, i64)> {
        match value {
            Value::Int(int) => Some((Self::Int, *int)),
            Value::Number(number) if number.is_finite() => Some((Self::Number, floats::place(*number))),
            Value::Timestamp(at) => Some((Self::Timestamp, *at)),
            Value::Duration(length) => Some((Self::Duration, *length)),
            _ => None,
        }
    }

    /// All of that kind.
    pub(crate) fn all(self) -> Ranges {
        if self == Self::Number { floats::finite() } else { Ranges::all() }
    }
}

impl Values {
    /// No value at all.
    pub const fn none() -> Self {
        Self { missing: false, there: There::Nothing }
    }

    /// Every value, `()` too.
    pub const fn any() -> Self {
        Self { missing: true, there: There::Any }
    }

    /// `true` and `false`.
    pub const fn bools() -> Self {
        Self::there(There::Bools(true, true))
    }

    /// All texts.
    pub fn texts() -> Self {
        Self::there(There::Texts(Texts::all()))
    }

    /// All texts but the empty one: what somebody may be called.
    pub fn names() -> Self {
        Self::there(There::Texts(Texts::but_empty()))
    }

    /// All instants.
    pub fn instants() -> Self {
        Self::there(There::Scalars(Scalar::Timestamp, Ranges::all()))
    }

    /// The instants at which something can happen: those of the years 0 to 9999, the only ones that events may have.
    pub fn moments() -> Self {
        Self::there(There::Scalars(Scalar::Timestamp, Ranges::span(-62_167_219_200_000, 253_402_300_799_999)))
    }

    /// The moments no later than `last`.
    pub fn until(last: i64) -> Self {
        Self::moments().meet(&Self::there(There::Scalars(Scalar::Timestamp, Ranges::span(i64::MIN, last))))
    }

    pub(crate) const fn there(there: There) -> Self {
        Self { missing: false, there }
    }

    pub(crate) fn scalars(kind: Scalar, ranges: Ranges) -> Self {
        Self::there(if ranges.is_empty() { There::Nothing } else { There::Scalars(kind, ranges) })
    }

    pub(crate) fn of_texts(texts: Option<Texts>) -> Self {
        Self::there(texts.map_or(There::Nothing, There::Texts))
    }

    pub(crate) fn of_lists(lists: Option<Lists>) -> Self {
        Self::there(lists.map_or(There::Nothing, |lists| There::Lists(Arc::new(lists))))
    }

    /// `false` if the first, `true` if the second.
    pub(crate) const fn either(no: bool, yes: bool) -> Self {
        Self::there(if no || yes { There::Bools(no, yes) } else { There::Nothing })
    }

    pub(crate) const fn truth(value: bool) -> Self {
        Self::there(There::Bools(!value, value))
    }

    /// `value` alone.
    pub fn one(value: &Value) -> Self {
        match value {
            Value::Unit => Self { missing: true, there: There::Nothing },
            Value::Bool(truth) => Self::truth(*truth),
            Value::Str(text) => Self::there(There::Texts(Texts::One(text.clone()))),
            Value::List(_) | Value::Object(_) => Self::there(There::Fixed([value.clone()].into())),
            scalar => match Scalar::of(scalar) {
                Some((kind, place)) => Self::scalars(kind, Ranges::one(place)),
                None => Self::none(),
            },
        }
    }

    /// Each of `values`.
    pub fn some<'v>(values: impl IntoIterator<Item = &'v Value>) -> Self {
        values.into_iter().fold(Self::none(), |all, value| all.join(&Self::one(value)))
    }

    /// The same, and `()`.
    #[must_use]
    pub fn or_missing(mut self) -> Self {
        self.missing = true;
        self
    }

    /// The same without `()`.
    #[must_use]
    pub fn present(mut self) -> Self {
        self.missing = false;
        self
    }

    /// Whether there is no value in it.
    pub fn is_empty(&self) -> bool {
        !self.missing && self.there == There::Nothing
    }

    /// Whether `value` may be in it.
    pub fn contains(&self, value: &Value) -> bool {
        match (&self.there, value) {
            (_, Value::Unit) => self.missing,
            (There::Any, _) => true,
            (There::Bools(no, yes), Value::Bool(truth)) => *if *truth { yes } else { no },
            (There::Texts(texts), Value::Str(text)) => texts.contains(text),
            (There::Lists(lists), value) => lists.admits(value),
            (There::Objects(fields), Value::Object(found)) => fields
                .iter()
                .all(|field| Self::of_field(field).contains(found.get(&field.name).unwrap_or(&Value::Unit))),
            (There::Fixed(values), value) => values.contains(value),
            (There::Scalars(kind, ranges), value) => {
                Scalar::of(value).is_some_and(|of| of.0 == *kind && ranges.contains(of.1))
            }
            _ => false,
        }
    }

    /// Whether something equal to `value` may be in it: an int and a number may be equal.
    pub(crate) fn contains_like(&self, value: &Value) -> bool {
        self.contains(value) || self.contains(&self.like(value.clone()))
    }

    /// `value` as the kind of number that is in here.
    pub(crate) fn like(&self, value: Value) -> Value {
        match (&self.there, value) {
            (There::Scalars(Scalar::Number, _), Value::Int(int)) => Value::Number(int as f64),
            (There::Scalars(Scalar::Int, ranges), Value::Number(number)) => {
                let ints = floats::narrowed(&floats::between(number, number)).meet(ranges);
                ints.ends().map_or(Value::Number(number), |ends| Value::Int(ends.0))
            }
            (_, value) => value,
        }
    }

    /// The only value, where there is but one.
    pub fn single(&self) -> Option<Value> {
        if self.missing {
            return (self.there == There::Nothing).then_some(Value::Unit);
        }
        match &self.there {
            There::Bools(no, yes) if no != yes => Some(Value::Bool(*yes)),
            There::Scalars(kind, ranges) => ranges.single().map(|place| kind.value(place)),
            There::Texts(Texts::One(text)) => Some(Value::Str(text.clone())),
            There::Fixed(values) if values.len() == 1 => values.first().cloned(),
            There::Lists(lists) if lists.most == Some(0) => Some(Value::list([])),
            _ => None,
        }
    }

    /// Those below `value` and those above it, of what has an order.
    pub fn beside(&self, value: &Value) -> [Self; 2] {
        match (&self.there, Scalar::of(value)) {
            (There::Scalars(kind, ranges), Some((of, place))) if *kind == of => {
                let (least, most, place) = (i128::from(i64::MIN), i128::from(i64::MAX), i128::from(place));
                let sides = [Ranges::clipped(least, place - 1), Ranges::clipped(place + 1, most)];
                sides.map(|side| Self::scalars(of, ranges.meet(&side)))
            }
            _ => [Self::none(), Self::none()],
        }
    }

    /// The least and the greatest duration in milliseconds, where there is nothing but durations.
    pub fn durations(&self) -> Option<(i64, i64)> {
        match &self.there {
            There::Scalars(Scalar::Duration, ranges) if !self.missing => ranges.ends(),
            _ => None,
        }
    }

    /// What the fields `path` of its values may be; one is missing where it or what it stands in is.
    #[must_use]
    pub fn at_path(&self, path: &[SmolStr]) -> Self {
        let Some((first, rest)) = path.split_first() else { return self.clone() };
        match &self.there {
            There::Nothing => Self { missing: self.missing, there: There::Nothing },
            There::Fixed(values) => {
                let found = values.iter().map(|value| value.at_path(path));
                let there = Self::some(found);
                if self.missing { there.or_missing() } else { there }
            }
            There::Objects(fields) => match fields.iter().find(|field| field.name == *first) {
                None => Self::any(),
                Some(field) => {
                    let found = Self::of_field(field).at_path(rest);
                    if self.missing { found.or_missing() } else { found }
                }
            },
            There::Any => Self::any(),
            _ => Self { missing: true, there: There::Nothing },
        }
    }
}
