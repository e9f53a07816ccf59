//! The definitions that bring personal data into an expression, shown beside what is found in it.

use std::collections::BTreeSet;

use crate::lint::case::Case;
use crate::lint::definitions::each_text;
use crate::lint::privacy::personal::Personal;
use crate::lint::readings;
use crate::syntax::content::{ConditionDecl, Piece, ValueDecl, ValueKind};
use crate::syntax::text::Text;
use crate::terms::finding::Finding;

/// `finding` with a label at each definition that reads some of `data` for the value `decl`.
#[must_use]
pub fn into_value(finding: Finding, case: &Case<'_>, decl: &ValueDecl, data: &[Personal]) -> Finding {
    let mut texts = Vec::new();
    spoken(decl, &mut texts);
    shown(finding, case, texts, data)
}

/// The same for a condition.
#[must_use]
pub fn into_condition(finding: Finding, case: &Case<'_>, decl: &ConditionDecl, data: &[Personal]) -> Finding {
    let mut texts = Vec::new();
    each_text(decl, &mut |text| texts.push(text));
    shown(finding, case, texts, data)
}

/// The expressions in a value.
fn spoken<'d>(decl: &'d ValueDecl, texts: &mut Vec<&'d Text>) {
    match &decl.kind {
        ValueKind::Expr(text) => texts.push(text),
        ValueKind::Template(pieces) => texts.extend(pieces.iter().filter_map(|piece| match piece {
            Piece::Expr(text) => Some(text),
            Piece::Literal(_) => None,
        })),
        ValueKind::List(items) => items.iter().for_each(|item| spoken(item, texts)),
        ValueKind::Map(fields) => fields.iter().for_each(|(_, value)| spoken(value, texts)),
        _ => {}
    }
}

fn shown<'d>(mut finding: Finding, case: &'d Case<'_>, texts: Vec<&'d Text>, data: &[Personal]) -> Finding {
    let definitions = case.definitions();
    let mut open = texts;
    let mut seen = BTreeSet::new();
    while let Some(text) = open.pop() {
        for decl in definitions.used_in(text) {
            if !seen.insert(decl.name.span) {
                continue;
            }
            open.push(&decl.body);
            let read = readings::own(&decl.body);
            let brings = |one: &&Personal| read.iter().any(|path| is_same(&path.join("."), &one.words));
            for one in data.iter().filter(brings) {
                finding = finding.label(decl.body.span, format!("`{}` reads `{}`", decl.name.value, one.words));
            }
        }
    }
    finding
}

/// Whether one of two paths is the other, or within it.
fn is_same(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() < b.len() { (b, a) } else { (a, b) };
    long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
