//! Values: literals, expressions and templates, lists and maps of them.

use smol_str::SmolStr;

use crate::syntax::content::{Assignment, ValueDecl, ValueKind};
use crate::syntax::core_schema::{Literal, literal as literal_of};
use crate::syntax::decode::context::Cx;
use crate::syntax::decode::fields::entries;
use crate::syntax::decode::template;
use crate::syntax::node::{Node, NodeKind, Scalar};
use crate::terms::rule;
use crate::terms::span::Name;
use crate::terms::time::{parse_duration, parse_instant};

/// The value of `node`, in which `=` and `${}` are read.
pub fn value(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ValueDecl> {
    read(cx, node, true)
}

/// The value of `node` as it stands.
pub fn literal(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ValueDecl> {
    read(cx, node, false)
}

/// Names with values: params, payloads.
pub fn named(cx: &mut Cx<'_>, node: &Node<'_>, what: &str) -> Vec<(Name, ValueDecl)> {
    let pairs = entries(cx, node, what);
    pairs.into_iter().filter_map(|(name, node)| value(cx, node).map(|value| (name, value))).collect()
}

/// `set: { variable: value }`.
pub fn assignments(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<Assignment> {
    let pairs = named(cx, node, "assignments");
    pairs.into_iter().map(|(variable, value)| Assignment { variable, value }).collect()
}

/// A duration, or an expression that gives one.
pub fn duration(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ValueDecl> {
    let value = value(cx, node)?;
    match &value.kind {
        ValueKind::Expr(_) | ValueKind::Template(_) => return Some(value),
        ValueKind::Str(text) => match parse_duration(text) {
            Ok(_) => return Some(value),
            Err(error) => cx.fault(node, rule::WRONG_SHAPE, error.to_string(), error.help()),
        },
        _ => {
            let help = "write a duration such as `90s`, `15m`, `3d`, or `=` and an expression that gives one";
            cx.wrong(node, "a duration", help);
        }
    }
    None
}

/// An instant, or an expression that gives one.
pub fn instant(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ValueDecl> {
    let value = value(cx, node)?;
    match &value.kind {
        ValueKind::Expr(_) | ValueKind::Template(_) | ValueKind::Int(_) => return Some(value),
        ValueKind::Str(text) => match parse_instant(text) {
            Ok(_) => return Some(value),
            Err(error) => cx.fault(node, rule::WRONG_SHAPE, error.to_string(), error.help()),
        },
        _ => cx.wrong(node, "an instant", "write `=` and an expression that gives a timestamp, `=ctx.starts_at`"),
    }
    None
}

fn read(cx: &mut Cx<'_>, node: &Node<'_>, expressions: bool) -> Option<ValueDecl> {
    let kind = match &node.kind {
        NodeKind::Scalar(text) => scalar(cx, node, text, expressions)?,
        NodeKind::Sequence(items, ..) => {
            cx.refuse_tag(node);
            ValueKind::List(items.iter().filter_map(|item| read(cx, item, expressions)).collect())
        }
        NodeKind::Mapping(_) => {
            let pairs = entries(cx, node, "a mapping");
            let pairs = pairs.into_iter();
            ValueKind::Map(
                pairs.filter_map(|(name, node)| read(cx, node, expressions).map(|value| (name, value))).collect(),
            )
        }
        NodeKind::UnknownAlias | NodeKind::Lost => {
            cx.wrong(node, "a value", "");
            return None;
        }
    };
    Some(ValueDecl { kind, span: cx.span(node) })
}

fn scalar(cx: &mut Cx<'_>, node: &Node<'_>, scalar: &Scalar<'_>, expressions: bool) -> Option<ValueKind> {
    cx.refuse_tag(node);
    Some(match literal_of(node)? {
        Literal::Null => ValueKind::Null,
        Literal::Bool(flag) => ValueKind::Bool(flag),
        Literal::Int(int) => ValueKind::Int(int),
        Literal::Number(number) if number.is_finite() => ValueKind::Number(number),
        Literal::Number(_) => {
            cx.wrong(node, "a finite number", "write a number, or put the text in quotes");
            return None;
        }
        Literal::Str(_) if expressions => template::string(cx, node, scalar)?,
        Literal::Str(text) => ValueKind::Str(SmolStr::new(text)),
    })
}
