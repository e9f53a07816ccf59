//! Which type fits where, what two types have in common, and how a type is called in a message.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::expr::fault::EvalError;
use crate::terms::types::{Kind, Type};
use crate::terms::value::Value;

/// The type of the items of `[]`, which fits everywhere.
pub(crate) const NEVER: Type = Type::of(Kind::Null);

/// The type of `()`.
pub(crate) const MISSING: Type = Type { kind: Kind::Null, optional: true };

/// Whether a value of `found` may stand where `want` is asked, but for being missing.
pub(crate) fn fits(found: &Kind, want: &Kind) -> bool {
    match (found, want) {
        (Kind::Any | Kind::Null, _) | (_, Kind::Any) | (Kind::Int, Kind::Number) | (Kind::Enum(_), Kind::String) => {
            true
        }
        (Kind::Enum(found), Kind::Enum(want)) => found.iter().all(|member| want.contains(member)),
        (Kind::List(found), Kind::List(want)) => fits_whole(found, want),
        (Kind::Object(found), Kind::Object(want)) => {
            want.iter().all(|(name, want)| match found.iter().find(|field| field.0 == *name) {
                Some((_, found)) => fits_whole(found, want),
                None => want.optional,
            })
        }
        (found, want) => found == want,
    }
}

/// Whether a value of `found` may stand where `want` is asked.
pub(crate) fn fits_whole(found: &Type, want: &Type) -> bool {
    (want.optional || !found.optional || want.kind == Kind::Any) && fits(&found.kind, &want.kind)
}

/// Whether a value of `found` must be changed or checked before it is one of `want`, where it fits.
pub(crate) fn converts(found: &Kind, want: &Kind) -> bool {
    match (found, want) {
        (_, Kind::Any) | (Kind::Null, _) => false,
        (Kind::Any, _) | (Kind::Int, Kind::Number) => true,
        (Kind::List(found), Kind::List(want)) => converts(&found.kind, &want.kind),
        (Kind::Object(found), Kind::Object(want)) => want.iter().any(|(name, want)| {
            found.iter().find(|field| field.0 == *name).is_some_and(|found| converts(&found.1.kind, &want.kind))
        }),
        _ => false,
    }
}

/// The type of a value that is of one or the other; absent where they have nothing in common.
pub(crate) fn join(a: &Type, b: &Type) -> Option<Type> {
    let optional = a.optional || b.optional;
    let kind = match (&a.kind, &b.kind) {
        (Kind::Null, other) | (other, Kind::Null) => other.clone(),
        (Kind::Any, _) | (_, Kind::Any) => Kind::Any,
        (Kind::Int, Kind::Number) | (Kind::Number, Kind::Int) => Kind::Number,
        (Kind::Enum(_), Kind::String) | (Kind::String, Kind::Enum(_)) => Kind::String,
        (Kind::Enum(a), Kind::Enum(b)) => {
            let more = b.iter().filter(|member| !a.contains(member));
            Kind::Enum(a.iter().chain(more).cloned().collect())
        }
        (Kind::List(a), Kind::List(b)) => Kind::List(Arc::new(join(a, b)?)),
        (Kind::Object(a), Kind::Object(b)) => Kind::Object(join_fields(a, b)?),
        (a, b) if a == b => a.clone(),
        _ => return None,
    };
    Some(Type { kind, optional })
}

fn join_fields(a: &[(SmolStr, Type)], b: &[(SmolStr, Type)]) -> Option<Arc<[(SmolStr, Type)]>> {
    let both = a.iter().map(|(name, of)| {
        let joined = match b.iter().find(|field| field.0 == *name) {
            Some((_, other)) => join(of, other)?,
            None => of.clone().or_missing(),
        };
        Some((name.clone(), joined))
    });
    let only_b = b.iter().filter(|(name, _)| a.iter().all(|field| field.0 != *name));
    both.chain(only_b.map(|(name, of)| Some((name.clone(), of.clone().or_missing())))).collect()
}

/// Whether the two may be compared; which literal an enum lacks, the checker asks where one stands.
pub(crate) fn comparable(a: &Kind, b: &Kind) -> bool {
    match (a, b) {
        (Kind::Any | Kind::Null, _)
        | (_, Kind::Any | Kind::Null)
        | (Kind::Int | Kind::Number, Kind::Int | Kind::Number)
        | (Kind::Enum(_) | Kind::String, Kind::Enum(_) | Kind::String)
        | (Kind::Object(_), Kind::Object(_)) => true,
        (Kind::List(a), Kind::List(b)) => comparable(&a.kind, &b.kind),
        (a, b) => a == b,
    }
}

/// `value` as one of `want`: ints become numbers where those are asked, and what does not fit is an error.
pub(crate) fn convert(value: Value, want: &Type) -> Result<Value, EvalError> {
    let right = match (&value, &want.kind) {
        (Value::Unit, _) => want.optional || matches!(want.kind, Kind::Any | Kind::Null),
        (_, Kind::Any)
        | (Value::Bool(_), Kind::Bool)
        | (Value::Int(_), Kind::Int)
        | (Value::Number(_), Kind::Number)
        | (Value::Str(_), Kind::String)
        | (Value::Timestamp(_), Kind::Timestamp)
        | (Value::Duration(_), Kind::Duration) => true,
        (Value::Int(int), Kind::Number) => return Ok(Value::Number(*int as f64)),
        (Value::Str(text), Kind::Enum(members)) => members.contains(text),
        (Value::List(items), Kind::List(item)) => {
            let items = items.iter().map(|value| convert(value.clone(), item)).collect::<Result<Vec<_>, _>>()?;
            return Ok(Value::list(items));
        }
        (Value::Object(values), Kind::Object(fields)) => {
            let mut values = (**values).clone();
            for (name, of) in fields.iter() {
                let value = convert(values.remove(name).unwrap_or_default(), of)?;
                if !value.is_unit() {
                    values.insert(name.clone(), value);
                }
            }
            return Ok(Value::Object(Arc::new(values)));
        }
        _ => false,
    };
    if right {
        Ok(value)
    } else {
        Err(EvalError::new(format!("{} where {} is expected", value.describe(), show(want))))
    }
}

/// What a type is called in a message.
pub(crate) fn show(of: &Type) -> String {
    match &of.kind {
        Kind::Null => "`()`".to_owned(),
        Kind::Enum(members) if members.len() == 1 => format!("the string `\"{}\"`", members[0]),
        Kind::Enum(members) => {
            format!("one of `{}`{}", members.join("`, `"), if of.optional { " or `()`" } else { "" })
        }
        _ => format!("`{of}`"),
    }
}
