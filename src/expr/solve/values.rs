//! Sets of values: what one variable, field or term may be.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::expr::arithmetic::equal;
use crate::expr::solve::floats;
use crate::expr::solve::lists::Lists;
use crate::expr::solve::ranges::Ranges;
use crate::expr::solve::texts::{Open, Texts};
use crate::terms::shape::{Field, Of, Shape};
use crate::terms::types::{Kind, Type};
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

    /// All instants.
    pub fn instants() -> Self {
        Self::there(There::Scalars(Scalar::Timestamp, Ranges::all()))
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

    /// All that a shape admits.
    pub fn of_shape(shape: &Shape) -> Self {
        let limits = |kind: Scalar| {
            let place = |limit: &Option<Value>| limit.as_ref().and_then(Scalar::of).filter(|of| of.0 == kind);
            let all = kind.all().ends().unwrap_or_default();
            let least = place(&shape.min).map_or(all.0, |of| of.1);
            let most = place(&shape.max).map_or(all.1, |of| of.1);
            Self::scalars(kind, Ranges::span(least, most)).there
        };
        let there = match &shape.of {
            Of::Any => There::Any,
            Of::Bool => There::Bools(true, true),
            Of::Int => limits(Scalar::Int),
            Of::Number => limits(Scalar::Number),
            Of::Timestamp => limits(Scalar::Timestamp),
            Of::Duration => limits(Scalar::Duration),
            Of::String => There::Texts(Texts::Open(Arc::new(Open {
                patterns: shape.pattern.iter().cloned().collect(),
                ..Open::default()
            }))),
            Of::Enum(members) => enumerated(members),
            Of::List(item) => There::Lists(Arc::new(Lists::of(Self::of_shape(item)))),
            Of::Object(fields) => There::Objects(Arc::clone(fields)),
        };
        Self { missing: shape.optional || matches!(shape.of, Of::Any), there }
    }

    /// All that a field of a contract admits: one that has a default is never missing.
    pub fn of_field(field: &Field) -> Self {
        let values = Self::of_shape(&field.shape);
        if field.shape.default.is_some() { values.present() } else { values }
    }

    /// All of a type.
    pub fn of_type(of: &Type) -> Self {
        let there = match &of.kind {
            Kind::Null => There::Nothing,
            Kind::Any => There::Any,
            Kind::Bool => There::Bools(true, true),
            Kind::Int => There::Scalars(Scalar::Int, Scalar::Int.all()),
            Kind::Number => There::Scalars(Scalar::Number, Scalar::Number.all()),
            Kind::String => There::Texts(Texts::all()),
            Kind::Enum(members) => enumerated(members),
            Kind::Timestamp => There::Scalars(Scalar::Timestamp, Ranges::all()),
            Kind::Duration => There::Scalars(Scalar::Duration, Ranges::all()),
            Kind::List(item) => There::Lists(Arc::new(Lists::of(Self::of_type(item)))),
            Kind::Object(fields) => There::Objects(fields.iter().map(|(name, of)| field_of(name, of)).collect()),
        };
        Self { missing: of.optional || matches!(of.kind, Kind::Any | Kind::Null), there }
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

    /// A field of a type as a field of a shape.
    fn field_of(name: &SmolStr, of: &Type) -> Field {
        Field { name: name.clone(), shape: shape_of(of) }
    }

    fn shape_of(of: &Type) -> Shape {
        let kind = match &of.kind {
            Kind::Null | Kind::Any => Of::Any,
            Kind::Bool => Of::Bool,
            Kind::Int => Of::Int,
            Kind::Number => Of::Number,
            Kind::String => Of::String,
            Kind::Enum(members) => Of::Enum(Arc::clone(members)),
            Kind::Timestamp => Of::Timestamp,
            Kind::Duration => Of::Duration,
            Kind::List(item) => Of::List(Arc::new(shape_of(item))),
            Kind::Object(fields) => Of::Object(fields.iter().map(|(name, of)| field_of(name, of)).collect()),
        };
        Shape { optional: of.optional, ..Shape::of(kind) }
    }

    /// The lists that are as long as the list `value` and have its items.
    pub(crate) fn lists_like(value: &Value) -> Self {
        Self::there(list_like(value))
    }

    /// What both have.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        Self { missing: self.missing && other.missing, there: self.there.meet(&other.there) }
    }

    /// What one of both has, and perhaps more.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        Self { missing: self.missing || other.missing, there: self.there.join(&other.there) }
    }

    /// A set with all of both which stops growing after a few turns: what `next` has more has no bound any more.
    #[must_use]
    pub fn widen(&self, next: &Self) -> Self {
        let joined = self.join(next);
        if joined == *self {
            return joined;
        }
        let there = match (&self.there, &joined.there) {
            (There::Scalars(kind, old), There::Scalars(_, new)) => {
                let (old, new) = (old.ends().unwrap_or_default(), new.ends().unwrap_or_default());
                let all = kind.all().ends().unwrap_or_default();
                let least = if new.0 < old.0 { all.0 } else { new.0 };
                let most = if new.1 > old.1 { all.1 } else { new.1 };
                There::Scalars(*kind, Ranges::span(least, most))
            }
            (There::Texts(_), There::Texts(new)) if new.members().is_none_or(|all| all.len() > 8) => {
                There::Texts(Texts::all())
            }
            (There::Lists(_) | There::Fixed(_), There::Lists(new)) => {
                There::Lists(Arc::new(Lists { item: new.item.kind(), ..Lists::of(Self::any()) }))
            }
            (There::Fixed(_), There::Fixed(_)) => There::Any,
            (_, joined) => joined.clone(),
        };
        Self { missing: joined.missing, there }
    }

    /// All values of the kinds that are in it.
    #[must_use]
    pub(crate) fn kind(&self) -> Self {
        let there = match &self.there {
            There::Scalars(kind, _) => There::Scalars(*kind, kind.all()),
            There::Texts(_) => There::Texts(Texts::all()),
            There::Bools(..) => There::Bools(true, true),
            There::Lists(lists) => There::Lists(Arc::new(Lists::of(lists.item.kind()))),
            other => other.clone(),
        };
        Self { missing: self.missing, there }
    }

    /// What the fields `path` of its values may be; one is missing where it or what it stands in is.
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

impl There {
    fn meet(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Any, one) | (one, Self::Any) => one.clone(),
            (Self::Bools(a, b), Self::Bools(c, d)) if *a && *c || *b && *d => Self::Bools(*a && *c, *b && *d),
            (Self::Scalars(a, some), Self::Scalars(b, others)) if a == b => {
                Values::scalars(*a, some.meet(others)).there
            }
            (Self::Texts(a), Self::Texts(b)) => Values::of_texts(a.meet(b)).there,
            (Self::Lists(a), Self::Lists(b)) if Arc::ptr_eq(a, b) => Self::Lists(Arc::clone(a)),
            (Self::Lists(a), Self::Lists(b)) => Values::of_lists(a.meet(b)).there,
            (Self::Objects(fields), Self::Objects(_)) => Self::Objects(Arc::clone(fields)),
            (Self::Fixed(values), other) | (other, Self::Fixed(values)) => {
                let other = Values::there(other.clone());
                let left: Arc<[Value]> = values.iter().filter(|value| other.contains(value)).cloned().collect();
                if left.is_empty() { Self::Nothing } else { Self::Fixed(left) }
            }
            _ => Self::Nothing,
        }
    }

    fn join(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Nothing, one) | (one, Self::Nothing) => one.clone(),
            (Self::Bools(a, b), Self::Bools(c, d)) => Self::Bools(*a || *c, *b || *d),
            (Self::Scalars(a, some), Self::Scalars(b, others)) if a == b => Self::Scalars(*a, some.join(others)),
            (Self::Texts(a), Self::Texts(b)) => Self::Texts(a.join(b)),
            (Self::Lists(a), Self::Lists(b)) => Self::Lists(Arc::new(a.join(b))),
            (Self::Fixed(a), Self::Fixed(b)) if a.len() + b.len() <= 8 => {
                let more = b.iter().filter(|value| !a.iter().any(|one| one == *value));
                Self::Fixed(a.iter().chain(more).cloned().collect())
            }
            (Self::Fixed(values), lists @ Self::Lists(_)) | (lists @ Self::Lists(_), Self::Fixed(values)) => {
                values.iter().fold(lists.clone(), |all, value| all.join(&list_like(value)))
            }
            (Self::Fixed(a), Self::Fixed(b)) if a.iter().chain(b.iter()).all(|one| matches!(one, Value::List(_))) => {
                a.iter().chain(b.iter()).fold(Self::Nothing, |all, value| all.join(&list_like(value)))
            }
            (Self::Objects(a), Self::Objects(b)) if a == b => Self::Objects(Arc::clone(a)),
            (Self::Objects(fields), Self::Fixed(values)) | (Self::Fixed(values), Self::Objects(fields))
                if values.iter().all(|value| Values::there(Self::Objects(Arc::clone(fields))).contains(value)) =>
            {
                Self::Objects(Arc::clone(fields))
            }
            _ => Self::Any,
        }
    }
}

/// A field of a type as a field of a shape.
fn field_of(name: &SmolStr, of: &Type) -> Field {
    Field { name: name.clone(), shape: shape_of(of) }
}

fn shape_of(of: &Type) -> Shape {
    let kind = match &of.kind {
        Kind::Null | Kind::Any => Of::Any,
        Kind::Bool => Of::Bool,
        Kind::Int => Of::Int,
        Kind::Number => Of::Number,
        Kind::String => Of::String,
        Kind::Enum(members) => Of::Enum(Arc::clone(members)),
        Kind::Timestamp => Of::Timestamp,
        Kind::Duration => Of::Duration,
        Kind::List(item) => Of::List(Arc::new(shape_of(item))),
        Kind::Object(fields) => Of::Object(fields.iter().map(|(name, of)| field_of(name, of)).collect()),
    };
    Shape { optional: of.optional, ..Shape::of(kind) }
}

/// The lists that are as long as `value` and have its items.
fn list_like(value: &Value) -> There {
    let Value::List(items) = value else { return There::Any };
    let mut has: Vec<Value> = Vec::new();
    for item in items.iter().take(16) {
        if !has.iter().any(|one| equal(one, item)) {
            has.push(item.clone());
        }
    }
    let count = items.len() as i64;
    let lists = Lists { least: count, most: Some(count), item: Values::some(items.iter()), has, lacks: Vec::new() };
    There::Lists(Arc::new(lists))
}

fn enumerated(members: &Arc<[SmolStr]>) -> There {
    match members.len() {
        0 => There::Nothing,
        1 => There::Texts(Texts::One(members[0].clone())),
        _ => There::Texts(Texts::Some(Arc::clone(members))),
    }
}
