//! What conditions say of numbers by themselves, whatever else is so: that they divide by zero, that they compare literals
//! which no float is exactly.

use crate::expr::parse;
use crate::expr::tree::{BinaryOp, Tree, TreeKind, is_exact};
use crate::lint::case::Case;
use crate::lint::shown::FLOAT;
use crate::lint::{definitions, parts};
use crate::syntax::content::ConditionDecl;
use crate::terms::finding::Finding;

/// `finding`, about `condition`, with each division by zero in it as a note.
#[must_use]
pub fn zeros(mut finding: Finding, condition: &ConditionDecl) -> Finding {
    each(condition, &mut |source, part| {
        let TreeKind::Binary(BinaryOp::Div | BinaryOp::Rem, both) = &part.kind else { return };
        let is_zero = match both.1.kind {
            TreeKind::Int(by) => by == 0,
            TreeKind::Number(by) => by == 0.0,
            _ => false,
        };
        if is_zero {
            let said = source.get(part.place.start..part.place.end).unwrap_or_default();
            finding.notes.push(format!("`{said}` divides by zero, which gives no value"));
        }
    });
    finding
}

/// Whether `condition` compares literals that no float is exactly, and `float-equality` tells of it: what follows for the
/// whole has no other cause.
pub fn is_rounding(case: &Case<'_>, condition: &ConditionDecl) -> bool {
    let mut rounding = false;
    each(condition, &mut |_, part| {
        let TreeKind::Binary(BinaryOp::Eq | BinaryOp::Ne, _) = part.kind else { return };
        let (mut literal, mut exact) = (true, true);
        parts::each(part, &mut |inner| match inner.kind {
            TreeKind::Number(number) => exact &= is_exact(number),
            TreeKind::Int(_) | TreeKind::Unary(..) | TreeKind::Binary(..) => {}
            _ => literal = false,
        });
        rounding |= literal && !exact;
    });
    rounding && FLOAT.is_shown(case)
}

/// Hands `visit` each part of `condition`, and the text that it stands in.
fn each(condition: &ConditionDecl, visit: &mut dyn FnMut(&str, &Tree)) {
    definitions::each_text(condition, &mut |text| {
        if let Some(parsed) = parse::parse(text, &mut Vec::new()) {
            parts::each(&parsed.tree, &mut |part| visit(&text.text, part));
        }
    });
}
