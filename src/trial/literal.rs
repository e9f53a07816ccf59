//! Literals of a test as values of the type that their place asks, and as JSON.

use smol_str::SmolStr;

use crate::syntax::content::{ValueDecl, ValueKind};
use crate::terms::finding::Finding;
use crate::terms::rule::{SCENARIO_DRIFT, TYPE_MISMATCH};
use crate::terms::shape::{Field, Of, Shape};
use crate::terms::span::{Name, Span};
use crate::terms::suggest;
use crate::terms::time::{parse_duration, parse_instant};
use crate::terms::value::Value;

/// The value of `decl`, which `what` (the variable `total`) holds.
pub fn typed(decl: &ValueDecl, shape: &Shape, what: &str) -> Result<Value, Box<Finding>> {
    let misfit = |span: Span, message: String| {
        let finding = Finding::new(TYPE_MISMATCH, span, message);
        Err(Box::new(finding.help(format!("{what} is `{shape}`"))))
    };
    let value = match (&shape.of, &decl.kind) {
        (Of::List(item), ValueKind::List(items)) => {
            let items = items.iter().map(|decl| typed(decl, item, what)).collect::<Result<Vec<_>, _>>()?;
            Value::list(items)
        }
        (Of::Object(fields), ValueKind::Map(pairs)) => object(fields, pairs, what)?,
        (Of::Timestamp, ValueKind::Int(millis)) => Value::Timestamp(*millis),
        (Of::Timestamp, ValueKind::Str(text)) => match parse_instant(text) {
            Ok(instant) => Value::Timestamp(instant),
            Err(error) => return misfit(decl.span, error.to_string()),
        },
        (Of::Duration, ValueKind::Str(text)) => match parse_duration(text) {
            Ok(length) => Value::Duration(length),
            Err(error) => return misfit(decl.span, error.to_string()),
        },
        _ => plain(decl),
    };
    shape.admit(value).or_else(|error| {
        let place = if error.path.is_empty() { String::new() } else { format!("`{}`: ", error.path) };
        misfit(decl.span, format!("{place}{}", error.message))
    })
}

fn object(fields: &[Field], pairs: &[(Name, ValueDecl)], what: &str) -> Result<Value, Box<Finding>> {
    let mut values = Vec::with_capacity(pairs.len());
    for (name, decl) in pairs {
        let Some(field) = fields.iter().find(|field| field.name == name.value) else {
            let finding = Finding::new(SCENARIO_DRIFT, name.span, format!("{what} has no field `{}`", name.value));
            let help = suggest::help(&name.value, fields.iter().map(|field| field.name.as_str()));
            return Err(Box::new(finding.help(help.unwrap_or_default())));
        };
        values.push((name.value.clone(), typed(decl, &field.shape, what)?));
    }
    Ok(Value::object(values))
}

/// The value as it is written.
fn plain(decl: &ValueDecl) -> Value {
    match &decl.kind {
        // Nothing is computed in a test, so the reader makes no expressions.
        ValueKind::Null | ValueKind::Expr(_) | ValueKind::Template(_) => Value::Unit,
        ValueKind::Bool(flag) => Value::Bool(*flag),
        ValueKind::Int(int) => Value::Int(*int),
        ValueKind::Number(number) => Value::Number(*number),
        ValueKind::Str(text) => Value::Str(text.clone()),
        ValueKind::List(items) => Value::list(items.iter().map(plain)),
        ValueKind::Map(pairs) => Value::object(pairs.iter().map(|(name, decl)| (name.value.clone(), plain(decl)))),
    }
}

/// Appends `decl` as JSON.
pub fn json(decl: &ValueDecl, out: &mut Vec<u8>) {
    match &decl.kind {
        ValueKind::Null | ValueKind::Expr(_) | ValueKind::Template(_) => out.extend(b"null"),
        ValueKind::Bool(flag) => out.extend(if *flag { &b"true"[..] } else { b"false" }),
        ValueKind::Int(int) => number(out, *int),
        ValueKind::Number(float) => number(out, *float),
        ValueKind::Str(text) => string(text, out),
        ValueKind::List(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                json(item, out);
            }
            out.push(b']');
        }
        ValueKind::Map(pairs) => object_json(pairs.iter().map(|(name, decl)| (&name.value, decl)), out, json),
    }
}

/// Appends an object whose values `write` appends.
pub fn object_json<'a, T>(
    pairs: impl Iterator<Item = (&'a SmolStr, T)>,
    out: &mut Vec<u8>,
    write: impl Fn(T, &mut Vec<u8>),
) {
    out.push(b'{');
    for (index, (name, value)) in pairs.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        string(name, out);
        out.push(b':');
        write(value, out);
    }
    out.push(b'}');
}

/// Appends a number. Writing to a vector cannot fail.
pub fn number(out: &mut Vec<u8>, number: impl serde::Serialize) {
    let _ = serde_json::to_writer(out, &number);
}

/// Appends a string with its quotes.
pub fn string(text: &str, out: &mut Vec<u8>) {
    let _ = serde_json::to_writer(out, text);
}
