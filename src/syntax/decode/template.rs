//! Strings as values: `=expr`, `==` for a literal `=`, `${ expr }` and its escape `$${`.

use smol_str::SmolStr;

use crate::syntax::content::{Piece, ValueKind};
use crate::syntax::decode::context::Cx;
use crate::syntax::decode::expression::after_sign;
use crate::syntax::node::{Node, Scalar};
use crate::syntax::places;
use crate::syntax::quoting::closing_brace;
use crate::syntax::text::Text;
use crate::terms::finding::Finding;
use crate::terms::rule;

/// What the string `scalar` is as a value.
pub fn string(cx: &mut Cx<'_>, node: &Node<'_>, scalar: &Scalar<'_>) -> Option<ValueKind> {
    let text = &*scalar.text;
    let escaped = text.starts_with("==");
    if text.starts_with('=') && !escaped {
        return after_sign(cx, node, scalar).map(ValueKind::Expr);
    }
    if !text.contains("${") {
        return Some(ValueKind::Str(SmolStr::new(&text[usize::from(escaped)..])));
    }
    let whole = places::text(cx.source.id, &cx.source.text, node, scalar);
    pieces(cx, &whole, usize::from(escaped))
}

fn pieces(cx: &mut Cx<'_>, whole: &Text, from: usize) -> Option<ValueKind> {
    let text = whole.text.clone();
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut at = from;
    while let Some(found) = text[at..].find("${") {
        let mark = at + found;
        if text[at..mark].ends_with('$') {
            literal.push_str(&text[at..mark]);
            literal.push('{');
            at = mark + 2;
            continue;
        }
        literal.push_str(&text[at..mark]);
        let Some(len) = closing_brace(&text[mark + 2..]) else {
            unclosed(cx, whole, mark);
            return None;
        };
        if !literal.is_empty() {
            pieces.push(Piece::Literal(SmolStr::new(&literal)));
            literal.clear();
        }
        let inside = &text[mark + 2..mark + 2 + len];
        if inside.trim().is_empty() {
            let span = whole.span_of(mark..mark + 3 + len);
            cx.report(
                Finding::new(rule::WRONG_SHAPE, span, "there is no expression in `${}`")
                    .help("write one, or `$${}` for the text itself"),
            );
            return None;
        }
        let start = mark + 2 + (inside.len() - inside.trim_start().len());
        pieces.push(Piece::Expr(whole.part(start..start + inside.trim().len())));
        at = mark + 3 + len;
    }
    literal.push_str(&text[at..]);
    if pieces.is_empty() {
        return Some(ValueKind::Str(SmolStr::new(literal)));
    }
    if !literal.is_empty() {
        pieces.push(Piece::Literal(SmolStr::new(literal)));
    }
    Some(ValueKind::Template(pieces))
}

fn unclosed(cx: &mut Cx<'_>, whole: &Text, mark: usize) {
    let span = whole.span_of(mark..whole.text.trim_end().len());
    let finding = Finding::new(rule::EXPRESSION_SYNTAX, span, "`${` is never closed");
    cx.report(finding.help("close it with `}`, or write `$${` for the text itself"));
}
