//! Literals in expressions, durations and instants among them.

use crate::expr::tree::{Tree, TreeKind, UnaryOp};
use crate::terms::time::{DAY, HOUR, MINUTE, SECOND, parse_duration, parse_instant};
use crate::terms::value::Value;

/// The scalar that `tree` writes out: `3`, `-3`, `"a"`, `days(2)`, `duration("36h")`, `timestamp("2026-01-01T00:00:00Z")`.
pub(in crate::expr::canonical) fn literal(tree: &Tree) -> Option<Value> {
    Some(match &tree.kind {
        TreeKind::Unit => Value::Unit,
        TreeKind::Bool(value) => Value::Bool(*value),
        TreeKind::Int(value) => Value::Int(*value),
        TreeKind::Number(value) => Value::Number(*value),
        TreeKind::Str(text) => Value::Str(text.clone()),
        TreeKind::Unary(UnaryOp::Minus, one) => match literal(one)? {
            Value::Int(value) => Value::Int(value.checked_neg()?),
            Value::Number(value) => Value::Number(-value),
            Value::Duration(value) => Value::Duration(value.checked_neg()?),
            _ => return None,
        },
        TreeKind::Call(call) => match call.args.as_slice() {
            [one] => called(&call.name, &literal(one)?)?,
            _ => return None,
        },
        _ => return None,
    })
}

fn called(name: &str, argument: &Value) -> Option<Value> {
    let span = |unit: i64| match argument {
        Value::Int(count) => count.checked_mul(unit).map(Value::Duration),
        _ => None,
    };
    match (name, argument) {
        ("seconds", _) => span(SECOND),
        ("minutes", _) => span(MINUTE),
        ("hours", _) => span(HOUR),
        ("days", _) => span(DAY),
        ("duration", Value::Str(text)) => parse_duration(text).ok().map(Value::Duration),
        ("timestamp", Value::Str(text)) => parse_instant(text).ok().map(Value::Timestamp),
        ("timestamp", Value::Int(at)) => Some(Value::Timestamp(*at)),
        _ => None,
    }
}
