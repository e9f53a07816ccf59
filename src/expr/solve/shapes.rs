//! The values of shapes and types.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::expr::solve::ranges::Ranges;
use crate::expr::solve::texts::{Open, Texts};
use crate::expr::solve::values::{Lists, Scalar, There, Values};
use crate::terms::shape::{Field, Of, Shape};
use crate::terms::types::{Kind, Type};
use crate::terms::value::Value;

impl Values {
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
}

fn enumerated(members: &Arc<[SmolStr]>) -> There {
    match members.len() {
        0 => There::Nothing,
        1 => There::Texts(Texts::One(members[0].clone())),
        _ => There::Texts(Texts::Some(Arc::clone(members))),
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
