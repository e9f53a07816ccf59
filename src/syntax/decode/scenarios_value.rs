//! What scenario tests are made of: instants, files, answers, and literals in which nothing is computed.

use crate::syntax::content::ValueDecl;
use crate::syntax::core_schema::{Literal, literal as literal_of};
use crate::syntax::decode::context::Cx;
use crate::syntax::decode::fields::entries;
use crate::syntax::decode::value::literal;
use crate::syntax::node::Node;
use crate::terms::rule;
use crate::terms::span::{Name, Spanned};
use crate::terms::time::parse_instant;

/// A literal instant, in milliseconds.
pub fn instant(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Spanned<i64>> {
    match literal_of(node) {
        Some(Literal::Int(millis)) => Some(Spanned::new(millis, cx.span(node))),
        Some(Literal::Str(text)) if !text.is_empty() => match parse_instant(text) {
            Ok(millis) => Some(Spanned::new(millis, cx.span(node))),
            Err(error) => {
                cx.fault(node, rule::WRONG_SHAPE, error.to_string(), error.help());
                None
            }
        },
        _ => {
            cx.wrong(node, "an instant", "write RFC 3339, `2026-11-24T09:00:00Z`, or epoch milliseconds");
            None
        }
    }
}

/// The path of a file of the language, as seen from this one.
pub fn file(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Name> {
    cx.name(node, "the path of a journey's file, as seen from this one")
}

/// Answers by purpose of consent.
pub fn answers(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<(Name, bool)> {
    pairs(cx, node, "answers by purpose", answer)
}

fn answer(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<bool> {
    cx.flag(node)
}

/// Names with literal values.
pub fn literals(cx: &mut Cx<'_>, node: &Node<'_>, what: &str) -> Vec<(Name, ValueDecl)> {
    pairs(cx, node, what, literal)
}

/// Names with what stands behind each of them.
pub fn pairs<T>(
    cx: &mut Cx<'_>,
    node: &Node<'_>,
    what: &str,
    read: impl Fn(&mut Cx<'_>, &Node<'_>) -> Option<T>,
) -> Vec<(Name, T)> {
    entries(cx, node, what).into_iter().filter_map(|(name, node)| read(cx, node).map(|value| (name, value))).collect()
}
