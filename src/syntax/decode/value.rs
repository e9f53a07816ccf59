//! Values: literals, expressions and templates, lists and maps of them.

use smol_str::SmolStr;

use crate::syntax::content::{Assignment, ValueDecl, ValueKind};
use crate::syntax::core_schema::{Literal, literal as literal_of};
use crate::syntax::decode::context::Cx;
use crate::syntax::decode::fields::entries;
use crate::syntax::decode::template;
use crate::syntax::elements::naming::IN_SCOPE;
use crate::syntax::node::{Node, NodeKind, Scalar, Style};
use crate::syntax::quoting::{Within, extent};
use crate::syntax::tags;
use crate::terms::finding::{Edit, Finding, Fix};
use crate::terms::rule;
use crate::terms::span::{Name, Span};
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
            Err(error) => refuse(cx, node, text, (&error.to_string(), error.help())),
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
            Err(error) => refuse(cx, node, text, (&error.to_string(), error.help())),
        },
        _ => cx.wrong(node, "an instant", "write `=` and an expression that gives a timestamp, `=ctx.starts_at`"),
    }
    None
}

/// Refuses `text`, which is no time; of one that is an expression but for the `=` before it, that is said.
fn refuse(cx: &mut Cx<'_>, node: &Node<'_>, text: &str, (message, help): (&str, &str)) {
    let (span, text) = (cx.span(node), text.trim());
    let NodeKind::Scalar(scalar) = &node.kind else { return };
    if !is_computed(text) {
        return cx.fault(node, rule::WRONG_SHAPE, message, help);
    }
    let quote = u32::from(matches!(scalar.style, Style::Single | Style::Double));
    let place = Span { start: span.start + quote, end: span.start + quote, ..span };
    let edits = vec![Edit { span: place, text: "=".to_owned() }];
    let finding = Finding::new(rule::WRONG_SHAPE, span, message)
        .help(format!("write `={text}` for the value of the expression"))
        .fix(Fix { message: "write `=` before it".to_owned(), edits, safe: false });
    cx.report(finding);
}

/// Whether a text is whole, as an expression is, and begins with what only expressions can name, or with a call.
fn is_computed(text: &str) -> bool {
    let extent = extent(text, Within::Block);
    let word = text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    let behind = &text[word.len()..];
    let told = match word {
        "" => false,
        "now" => behind.is_empty() || behind.trim_start().starts_with(['+', '-']),
        _ if IN_SCOPE.contains(&word) => behind.starts_with('.'),
        _ => behind.starts_with('('),
    };
    told && extent.complete && extent.len == text.len() && text.ends_with(|c: char| c.is_alphanumeric() || c == ')')
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
    if let Some((start, end)) = node.foreign_tag() {
        // What YAML left of the text is not what was written.
        let span = Span::new(cx.source.id, start, end);
        let said = cx.source.slice(Span { end: node.end.max(end), ..span });
        let finding = tags::finding(span, cx.source.slice(span));
        cx.report(
            if expressions && said.get(1..).unwrap_or_default().starts_with(|c: char| c.is_alphanumeric() || c == '(') {
                finding.help(format!("write `'={said}'` for the value of the expression, or put the text in quotes"))
            } else {
                finding
            },
        );
        return None;
    }
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
