//! Literals as values of a declared type: defaults, minima and maxima.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::syntax::core_schema::{Literal, literal};
use crate::syntax::decode::context::{Cx, describe};
use crate::syntax::decode::fields::entries;
use crate::syntax::node::{Node, NodeKind};
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::shape::{Field, Of, Shape};
use crate::terms::suggest;
use crate::terms::time::{TimeError, parse_duration, parse_instant};
use crate::terms::value::Value;

/// The literal `node` as a value of `shape`, its limits held; what does not fit is reported.
pub fn convert(cx: &mut Cx<'_>, shape: &Shape, node: &Node<'_>) -> Option<Value> {
    let value = unlimited(cx, shape, node)?;
    match shape.admit(value) {
        Ok(value) => Some(value),
        Err(misfit) => {
            cx.fault(node, rule::TYPE_MISMATCH, misfit.to_string(), "write a value within the limits of its type");
            None
        }
    }
}

fn unlimited(cx: &mut Cx<'_>, shape: &Shape, node: &Node<'_>) -> Option<Value> {
    match (&shape.of, &node.kind) {
        (Of::Any, _) => any(cx, node),
        (_, NodeKind::Lost | NodeKind::UnknownAlias) => {
            cx.wrong(node, "a value", "");
            None
        }
        (Of::List(item), NodeKind::Sequence(items, ..)) => {
            items.iter().map(|node| convert(cx, item, node)).collect::<Option<Vec<_>>>().map(Value::list)
        }
        (Of::Object(fields), NodeKind::Mapping(_)) => object(cx, fields, node),
        _ => scalar(cx, shape, node),
    }
}

fn scalar(cx: &mut Cx<'_>, shape: &Shape, node: &Node<'_>) -> Option<Value> {
    cx.refuse_tag(node);
    Some(match (&shape.of, literal(node)) {
        (_, Some(Literal::Null)) if shape.optional => Value::Unit,
        (Of::Bool, Some(Literal::Bool(flag))) => Value::Bool(flag),
        (Of::Int, Some(Literal::Int(int))) => Value::Int(int),
        (Of::Number, Some(Literal::Int(int))) => Value::Number(int as f64),
        (Of::Number, Some(Literal::Number(number))) if number.is_finite() => Value::Number(number),
        (Of::Timestamp, Some(Literal::Int(millis))) => Value::Timestamp(millis),
        (Of::Timestamp, Some(Literal::Str(text))) => return time(cx, node, parse_instant(text)).map(Value::Timestamp),
        (Of::Duration, Some(Literal::Str(text))) => return time(cx, node, parse_duration(text)).map(Value::Duration),
        (Of::String, Some(Literal::Str(text))) => Value::str(text),
        (Of::Enum(members), Some(Literal::Str(text))) => return member(cx, node, members, text),
        (_, _) => {
            let message = format!("a value of type `{shape}` was expected, not {}", describe(node));
            let help = match shape.of {
                Of::String | Of::Enum(_) => "put a text that looks like a number or bool in quotes",
                _ => "write a literal of this type, or change the type",
            };
            cx.fault(node, rule::TYPE_MISMATCH, message, help);
            return None;
        }
    })
}

fn time(cx: &mut Cx<'_>, node: &Node<'_>, parsed: Result<i64, TimeError>) -> Option<i64> {
    match parsed {
        Ok(millis) => Some(millis),
        Err(error) => {
            cx.fault(node, rule::WRONG_SHAPE, error.to_string(), error.help());
            None
        }
    }
}

fn member(cx: &mut Cx<'_>, node: &Node<'_>, members: &[SmolStr], text: &str) -> Option<Value> {
    if members.iter().any(|member| member == text) {
        return Some(Value::str(text));
    }
    let help = suggest::help(text, members.iter().map(SmolStr::as_str)).unwrap_or_default();
    cx.fault(node, rule::TYPE_MISMATCH, format!("`{text}` is no member of the enum"), &help);
    None
}

fn object(cx: &mut Cx<'_>, fields: &Arc<[Field]>, node: &Node<'_>) -> Option<Value> {
    let mut values = Vec::new();
    let mut complete = true;
    for (name, node) in entries(cx, node, "an object") {
        if let Some(field) = fields.iter().find(|field| field.name == name.value) {
            let value = convert(cx, &field.shape, node);
            complete &= value.is_some();
            values.extend(value.map(|value| (name.value, value)));
        } else {
            let finding =
                Finding::new(rule::TYPE_MISMATCH, name.span, format!("the type has no field `{}`", name.value));
            let help = suggest::help(&name.value, fields.iter().map(|field| field.name.as_str())).unwrap_or_default();
            cx.report(finding.help(help));
            complete = false;
        }
    }
    complete.then(|| Value::object(values))
}

fn any(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Value> {
    match &node.kind {
        NodeKind::Sequence(items, ..) => {
            items.iter().map(|item| any(cx, item)).collect::<Option<Vec<_>>>().map(Value::list)
        }
        NodeKind::Mapping(_) => {
            let pairs = entries(cx, node, "an object").into_iter();
            pairs.map(|(name, node)| Some((name.value, any(cx, node)?))).collect::<Option<Vec<_>>>().map(Value::object)
        }
        _ => match literal(node) {
            Some(Literal::Null) => Some(Value::Unit),
            Some(Literal::Bool(flag)) => Some(Value::Bool(flag)),
            Some(Literal::Int(int)) => Some(Value::Int(int)),
            Some(Literal::Number(number)) if number.is_finite() => Some(Value::Number(number)),
            Some(Literal::Str(text)) => Some(Value::str(text)),
            _ => {
                cx.wrong(node, "a value", "write a literal");
                None
            }
        },
    }
}
