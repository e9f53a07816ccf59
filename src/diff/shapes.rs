//! How a type of the old version and one of the new stand to each other.

use std::cmp::Ordering;

use crate::terms::shape::{Field, Of, Shape};
use crate::terms::value::Value;

/// How two types stand to each other, by the values that they take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diff) enum Fit {
    /// They take the same.
    Same,
    /// The new one takes all that the old one does, and more.
    Wider,
    /// The new one refuses something that the old one takes.
    Narrower,
    /// They are of different kinds.
    Other,
}

impl Fit {
    /// Of a whole with these two parts.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Other, _) | (_, Self::Other) => Self::Other,
            (Self::Narrower, _) | (_, Self::Narrower) => Self::Narrower,
            (Self::Wider, _) | (_, Self::Wider) => Self::Wider,
            (Self::Same, Self::Same) => Self::Same,
        }
    }
}

/// How `is` stands to `was`; personal data, defaults and descriptions are not looked at.
pub(in crate::diff) fn fit(was: &Shape, is: &Shape) -> Fit {
    // What may be anything may be missing.
    let may_lack = |of: &Shape| of.optional || matches!(of.of, Of::Any);
    let missing = match (may_lack(was), may_lack(is)) {
        (false, true) => Fit::Wider,
        (true, false) => Fit::Narrower,
        _ => Fit::Same,
    };
    let limits = limit(was.min.as_ref(), is.min.as_ref(), Ordering::Less).and(limit(
        was.max.as_ref(),
        is.max.as_ref(),
        Ordering::Greater,
    ));
    let pattern = match (&was.pattern, &is.pattern) {
        (None, None) => Fit::Same,
        (Some(old), Some(new)) if old == new => Fit::Same,
        (Some(_), None) => Fit::Wider,
        _ => Fit::Narrower,
    };
    kind(&was.of, &is.of).and(missing).and(limits).and(pattern)
}

fn kind(was: &Of, is: &Of) -> Fit {
    match (was, is) {
        (Of::Any, Of::Any) => Fit::Same,
        (_, Of::Any) | (Of::Int, Of::Number) | (Of::Enum(_), Of::String) => Fit::Wider,
        (Of::Any, _) | (Of::Number, Of::Int) | (Of::String, Of::Enum(_)) => Fit::Narrower,
        (Of::Enum(old), Of::Enum(new)) => {
            let lost = old.iter().any(|member| !new.contains(member));
            let gained = new.iter().any(|member| !old.contains(member));
            if lost {
                Fit::Narrower
            } else if gained {
                Fit::Wider
            } else {
                Fit::Same
            }
        }
        (Of::List(old), Of::List(new)) => fit(old, new),
        (Of::Object(old), Of::Object(new)) => fields(old, new),
        (old, new) if std::mem::discriminant(old) == std::mem::discriminant(new) => Fit::Same,
        _ => Fit::Other,
    }
}

fn fields(old: &[Field], new: &[Field]) -> Fit {
    let find = |fields: &[Field], name: &str| fields.iter().find(|field| field.name == name).cloned();
    let kept = old.iter().map(|field| find(new, &field.name).map_or(Fit::Wider, |now| fit(&field.shape, &now.shape)));
    let added = new.iter().filter(|field| find(old, &field.name).is_none());
    let added = added.map(|field| if is_needed(&field.shape) { Fit::Narrower } else { Fit::Wider });
    kept.chain(added).fold(Fit::Same, Fit::and)
}

/// Whether who brings a value must bring this field.
pub(in crate::diff) fn is_needed(shape: &Shape) -> bool {
    !shape.optional && shape.default.is_none() && !matches!(shape.of, Of::Any)
}

/// A limit that lies more to the `outer` side takes more.
fn limit(was: Option<&Value>, is: Option<&Value>, outer: Ordering) -> Fit {
    match (was, is) {
        (None, None) => Fit::Same,
        (Some(_), None) => Fit::Wider,
        (None, Some(_)) => Fit::Narrower,
        (Some(was), Some(is)) => match order(is, was) {
            Ordering::Equal => Fit::Same,
            order if order == outer => Fit::Wider,
            _ => Fit::Narrower,
        },
    }
}

/// Whether two values are the same, an int and a number of the same value among them.
pub(in crate::diff) fn are_alike(was: &Value, is: &Value) -> bool {
    order(was, is) == Ordering::Equal
}

/// An int and a number of the same value are the same limit.
fn order(a: &Value, b: &Value) -> Ordering {
    let number = |value: &Value| match value {
        Value::Int(int) => Value::Number(*int as f64),
        other => other.clone(),
    };
    if std::mem::discriminant(a) == std::mem::discriminant(b) {
        a.total_cmp(b)
    } else {
        number(a).total_cmp(&number(b))
    }
}

#[cfg(test)]
mod tests {
    use super::{Fit, fit};
    use crate::terms::shape::{Of, Shape};
    use crate::terms::value::Value;

    #[test]
    fn a_type_takes_more_or_less() {
        let members = |all: &[&str]| Shape::of(Of::Enum(all.iter().map(|&name| name.into()).collect()));
        let int = Shape::of(Of::Int);
        let maybe = Shape { optional: true, ..int.clone() };
        let least = |min| Shape { min: Some(Value::Int(min)), ..Shape::of(Of::Int) };
        for (was, is, expected) in [
            (&int, &int, Fit::Same),
            (&int, &maybe, Fit::Wider),
            (&maybe, &int, Fit::Narrower),
            (&int, &Shape::of(Of::Number), Fit::Wider),
            (&int, &Shape::of(Of::Bool), Fit::Other),
            (&members(&["a", "b"]), &members(&["b", "a"]), Fit::Same),
            (&members(&["a"]), &members(&["a", "b"]), Fit::Wider),
            (&members(&["a", "b"]), &members(&["a", "c"]), Fit::Narrower),
            (&least(1), &least(0), Fit::Wider),
            (&least(0), &least(1), Fit::Narrower),
            (&int, &least(1), Fit::Narrower),
            (&Shape { optional: true, ..Shape::of(Of::Any) }, &Shape::of(Of::Any), Fit::Same),
            (&maybe, &Shape::of(Of::Any), Fit::Wider),
            (&Shape::of(Of::Any), &maybe, Fit::Narrower),
        ] {
            assert_eq!(fit(was, is), expected, "{was} {is}");
        }
    }
}
