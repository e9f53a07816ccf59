//! Values that are tried where nobody can say what people have: the odd ones, at limits and just beyond them.

use smol_str::SmolStr;

use crate::terms::shape::{Field, Of, Shape};
use crate::terms::value::Value;

/// Texts of which one or another breaks most patterns.
const TEXTS: [&str; 8] = ["other", "", "Other", "0", "-", "a b", "é", "a@b.c"];

/// Values among which there is one for most that a shape can say.
pub fn candidates(old: &Shape, new: &Shape) -> Vec<Value> {
    let mut all = Vec::new();
    let limits = [&old.max, &old.min].into_iter().flatten().cloned();
    match &old.of {
        Of::Bool => all.extend([true, false].map(Value::Bool)),
        Of::Int => {
            all.extend(limits);
            all.extend(beyond(new).map(|number| Value::Int(number as i64)));
            all.extend([0, 1, -1].map(Value::Int));
        }
        Of::Number => {
            all.extend(limits);
            all.extend(beyond(new).map(Value::Number));
            all.extend([0.5, 0.0, -1.0].map(Value::Number));
        }
        Of::String | Of::Any => all.extend(TEXTS.map(Value::str)),
        Of::Enum(members) => all.extend(members.iter().map(|member| Value::Str(member.clone()))),
        Of::Timestamp => {
            all.extend(limits);
            all.extend(beyond(new).map(|instant| Value::Timestamp(instant as i64)));
            all.push(Value::Timestamp(0));
        }
        Of::Duration => {
            all.extend(limits);
            all.extend(beyond(new).map(|length| Value::Duration(length as i64)));
            all.extend([0, 1].map(Value::Duration));
        }
        Of::List(item) => {
            let inner: &Shape = match &new.of {
                Of::List(item) => item,
                _ => new,
            };
            all.extend(candidates(item, inner).into_iter().map(|value| Value::list(vec![value])));
            all.push(Value::list(Vec::new()));
        }
        Of::Object(fields) => all.extend(objects(fields, new)),
    }
    if old.optional {
        all.push(Value::Unit);
    }
    all
}

/// Objects of `fields` of which one thing each is as odd as it may be.
fn objects(fields: &[Field], new: &Shape) -> Vec<Value> {
    let asked = |name: &SmolStr| match &new.of {
        Of::Object(all) => all.iter().find(|field| field.name == *name).map(|field| &field.shape),
        _ => None,
    };
    let values = |field: &Field| -> Vec<Value> {
        let tried = candidates(&field.shape, asked(&field.name).unwrap_or(&field.shape));
        tried.into_iter().filter(|value| field.shape.admit(value.clone()).is_ok()).collect()
    };
    let all: Vec<(&SmolStr, Vec<Value>)> = fields.iter().map(|field| (&field.name, values(field))).collect();
    let with = |odd: Option<(usize, &Value)>| {
        let fields = all.iter().enumerate().filter_map(|(at, (name, values))| {
            let fitting =
                || values.iter().find(|value| asked(name).is_none_or(|of| of.admit((*value).clone()).is_ok()));
            let value = match odd {
                Some((of, value)) if of == at => Some(value),
                _ => fitting().or_else(|| values.first()),
            };
            Some(((*name).clone(), value.filter(|value| !value.is_unit())?.clone()))
        });
        Value::object(fields)
    };
    let odd = all.iter().enumerate().flat_map(|(at, (_, values))| values.iter().map(move |value| (at, value)));
    std::iter::once(None).chain(odd.map(Some)).map(with).collect()
}

/// Numbers, or milliseconds, just outside the limits of a shape.
fn beyond(shape: &Shape) -> impl Iterator<Item = f64> {
    let number = |value: &Value| match value {
        Value::Int(int) | Value::Duration(int) | Value::Timestamp(int) => Some(*int as f64),
        Value::Number(number) => Some(*number),
        _ => None,
    };
    let above = shape.max.as_ref().and_then(number).map(|max| max + 1.0);
    let below = shape.min.as_ref().and_then(number).map(|min| min - 1.0);
    above.into_iter().chain(below)
}
