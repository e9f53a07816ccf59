//! The definitions that expressions of a journey may use: its own and those of its catalogs.

use std::collections::BTreeMap;

use crate::expr::parse::{self, Parsed};
use crate::expr::tree::TreeKind;
use crate::lint::parts;
use crate::syntax::content::ConditionDecl;
use crate::syntax::declared::DefineDecl;
use crate::syntax::document::{CatalogDocument, JourneyDocument};
use crate::syntax::text::Text;
use crate::terms::finding::Finding;

/// Definitions by name; of two of one name the first that is meant.
#[derive(Clone, Debug, Default)]
pub struct Definitions<'a> {
    by_name: BTreeMap<&'a str, &'a DefineDecl>,
}

impl<'a> Definitions<'a> {
    /// What `document` may use, with `catalogs` among it.
    pub fn of(document: &'a JourneyDocument, catalogs: &[&'a CatalogDocument]) -> Self {
        let mut by_name = BTreeMap::new();
        let shared = catalogs.iter().flat_map(|catalog| &catalog.declares.define);
        for decl in shared.chain(&document.declares.define) {
            by_name.entry(decl.name.value.as_str()).or_insert(decl);
        }
        Self { by_name }
    }

    /// Every definition, by name.
    pub fn all(&self) -> impl Iterator<Item = &'a DefineDecl> + '_ {
        self.by_name.values().copied()
    }

    /// The definition of a name.
    pub fn get(&self, name: &str) -> Option<&'a DefineDecl> {
        self.by_name.get(name).copied()
    }

    /// The definitions that `text` names itself, in the order of the text, each once.
    pub fn used_in(&self, text: &Text) -> Vec<&'a DefineDecl> {
        let mut used: Vec<&'a DefineDecl> = Vec::new();
        // Most expressions name none; those are not parsed.
        if !self.by_name.keys().any(|name| text.text.contains(name)) {
            return used;
        }
        let Some(parsed) = parse::parse(text, &mut Vec::new()) else { return used };
        self.named_in(&parsed, &mut |decl| {
            if !used.iter().any(|known| known.name == decl.name) {
                used.push(decl);
            }
        });
        used
    }

    fn named_in(&self, parsed: &Parsed, visit: &mut dyn FnMut(&'a DefineDecl)) {
        parts::each(&parsed.tree, &mut |part| {
            if let TreeKind::Name(name) = &part.kind
                && let Some(decl) = self.get(name)
            {
                visit(decl);
            }
        });
    }

    /// `finding` with the definitions that `condition` names as labels.
    #[must_use]
    pub fn shown(&self, mut finding: Finding, condition: &ConditionDecl) -> Finding {
        let mut shown: Vec<&'a DefineDecl> = Vec::new();
        each_text(condition, &mut |text| {
            for decl in self.used_in(text) {
                if !shown.iter().any(|known| known.name == decl.name) {
                    shown.push(decl);
                }
            }
        });
        for decl in shown {
            finding = finding.label(decl.body.span, format!("`{}` is this", decl.name.value));
        }
        finding
    }
}

/// Hands `visit` every expression of a condition, in order.
pub fn each_text<'c>(condition: &'c ConditionDecl, visit: &mut dyn FnMut(&'c Text)) {
    match condition {
        ConditionDecl::Expr(text) => visit(text),
        ConditionDecl::All(parts, _) | ConditionDecl::Any(parts, _) => {
            for part in parts {
                each_text(part, visit);
            }
        }
        ConditionDecl::Not(part, _) => each_text(part, visit),
    }
}
