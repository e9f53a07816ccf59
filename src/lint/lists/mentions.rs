//! The context variables that an expression reads as it was written, those behind definitions among them.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::expr::parse;
use crate::expr::tree::{LinkKind, Tree, TreeKind};
use crate::lint::lists::names::Names;
use crate::lint::{definitions, parts};
use crate::syntax::content::ConditionDecl;

/// What a condition reads; absent where that cannot be read.
pub fn of(condition: &ConditionDecl, names: &Names<'_, '_>) -> Option<BTreeSet<SmolStr>> {
    let (mut all, mut known) = (BTreeSet::new(), true);
    definitions::each_text(condition, &mut |text| {
        known &= parse::parse(text, &mut Vec::new()).is_some_and(|parsed| into(&parsed.tree, names, &mut all));
    });
    known.then_some(all)
}

/// Adds what `tree` reads; whether all of it could be read.
pub fn into(tree: &Tree, names: &Names<'_, '_>, all: &mut BTreeSet<SmolStr>) -> bool {
    let mut seen = BTreeSet::new();
    gather(tree, names, &mut seen, all)
}

fn gather(tree: &Tree, names: &Names<'_, '_>, seen: &mut BTreeSet<SmolStr>, all: &mut BTreeSet<SmolStr>) -> bool {
    let (mut called, mut contexts, mut fields) = (Vec::new(), 0_usize, 0_usize);
    parts::each(tree, &mut |part| match &part.kind {
        TreeKind::Name(name) if name == "ctx" => contexts += 1,
        TreeKind::Name(name) => called.push(name.clone()),
        TreeKind::Chain(base, links) => {
            if let (TreeKind::Name(name), Some(LinkKind::Field(field))) =
                (&base.kind, links.first().map(|link| &link.kind))
                && name == "ctx"
            {
                fields += 1;
                all.insert(field.clone());
            }
        }
        _ => {}
    });
    called.into_iter().all(|name| {
        let Some(text) = names.definition(&name).filter(|_| seen.insert(name)) else { return true };
        parse::parse(text, &mut Vec::new()).is_some_and(|parsed| gather(&parsed.tree, names, seen, all))
    }) && contexts == fields
}
