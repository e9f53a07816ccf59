//! What a journey may use: its own declarations and those of its catalogs, each name once.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::model::ground::Notes;
use crate::model::uses::Named;
use crate::syntax::declared::{
    ActionDecl, CapDecl, Declarations, DefineDecl, EventDecl, FieldDecl, FunctionDecl, WindowDecl,
};
use crate::syntax::document::{CatalogDocument, JourneyDocument};
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::{Name, Span};
use crate::terms::suggest;

/// One thing that is declared, and by which catalog; absent for the journey's own.
#[derive(Debug)]
pub struct Declared<'a, T> {
    /// It.
    pub decl: &'a T,
    /// The catalog's id.
    pub catalog: Option<&'a SmolStr>,
}

impl<T> Clone for Declared<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Declared<'_, T> {}

/// Everything that a journey may use, catalogs in the order of `uses`, then its own.
#[derive(Debug, Default)]
pub struct Library<'a> {
    /// Event contracts.
    pub events: Vec<Declared<'a, EventDecl>>,
    /// Profile fields.
    pub profile: Vec<Declared<'a, FieldDecl>>,
    /// Definitions.
    pub define: Vec<Declared<'a, DefineDecl>>,
    /// Functions.
    pub functions: Vec<Declared<'a, FunctionDecl>>,
    /// Actions.
    pub actions: Vec<Declared<'a, ActionDecl>>,
    /// Windows.
    pub windows: Vec<Declared<'a, WindowDecl>>,
    /// Caps.
    pub caps: Vec<Declared<'a, CapDecl>>,
}

impl<'a> Library<'a> {
    /// Its definitions and functions by their names, with their texts.
    pub fn named(&self) -> BTreeMap<&'a str, Named<'a>> {
        let define = self.define.iter().map(|Declared { decl, .. }| (&decl.name, Named::Definition(&decl.body.text)));
        let functions = self.functions.iter().map(|Declared { decl, .. }| {
            (&decl.name, Named::Function(decl.body.as_ref().map(|body| body.text.as_str()).unwrap_or_default()))
        });
        functions.chain(define).map(|(name, entry)| (name.value.as_str(), entry)).collect()
    }
}

/// Catalogs by id.
pub type Catalogs<'a> = FxHashMap<&'a str, &'a CatalogDocument>;

/// One file's declarations, and how a clash with them is told.
#[derive(Clone, Copy)]
struct Shelf<'a> {
    declares: &'a Declarations,
    catalog: Option<&'a SmolStr>,
    /// Where the journey names the catalog.
    used_at: Option<Span>,
}

/// Gathers what `journey` may use; names that clash are reported, and so are catalogs that there are not. Of those that are
/// `unread` the fault is there already.
pub fn gather<'a>(
    journey: &'a JourneyDocument,
    catalogs: &Catalogs<'a>,
    unread: &BTreeSet<SmolStr>,
    notes: &mut Notes,
) -> Library<'a> {
    let mut shelves = Vec::with_capacity(journey.uses.len() + 1);
    for name in &journey.uses {
        match catalogs.get(name.value.as_str()) {
            Some(catalog) => shelves.push(Shelf {
                declares: &catalog.declares,
                catalog: Some(&catalog.id.value),
                used_at: Some(name.span),
            }),
            None if unread.contains(&name.value) => {}
            None => notes.stranger(unknown_catalog(name, catalogs)),
        }
    }
    shelves.push(Shelf { declares: &journey.declares, catalog: None, used_at: None });
    Library {
        events: merge(&shelves, "events", |d| &d.events, |e| &e.name, anything, notes),
        profile: merge(&shelves, "profile fields", |d| &d.profile, |f| &f.name, anything, notes),
        define: merge(&shelves, "definitions", |d| &d.define, |d| &d.name, never, notes),
        functions: merge(&shelves, "functions", |d| &d.functions, |f| &f.name, never, notes),
        actions: merge(&shelves, "actions", |d| &d.actions, |a| &a.name, never, notes),
        windows: merge(&shelves, "windows", |d| &d.windows, |w| &w.name, never, notes),
        caps: merge(&shelves, "caps", |d| &d.caps, |c| &c.name, never, notes),
    }
}

fn never<T>(_: &T, _: &T) -> bool {
    false
}

/// Events and profile fields have one meaning in a project, which is asked of the project as a whole.
fn anything<T>(_: &T, _: &T) -> bool {
    true
}

fn unknown_catalog(name: &Name, catalogs: &Catalogs<'_>) -> Finding {
    let mut known: Vec<&str> = catalogs.keys().copied().collect();
    known.sort_unstable();
    let mut finding = Finding::new(rule::UNKNOWN_NAME, name.span, format!("no catalog is called `{}`", name.value));
    finding.help = suggest::help(&name.value, known)
        .or_else(|| Some("a catalog is a file that begins `wayfare: 1` and `catalog: <id>`, in the same tree".into()));
    finding
}

fn merge<'a, T>(
    shelves: &[Shelf<'a>],
    kind: &str,
    all: impl Fn(&'a Declarations) -> &'a Vec<T>,
    name: impl Fn(&'a T) -> &'a Name,
    same: impl Fn(&T, &T) -> bool,
    notes: &mut Notes,
) -> Vec<Declared<'a, T>> {
    let mut merged: Vec<Declared<'a, T>> = Vec::new();
    let mut first: FxHashMap<&str, usize> = FxHashMap::default();
    for shelf in shelves {
        for decl in all(shelf.declares) {
            let key = name(decl).value.as_str();
            let Some(&earlier) = first.get(key) else {
                first.insert(key, merged.len());
                merged.push(Declared { decl, catalog: shelf.catalog });
                continue;
            };
            let earlier = merged[earlier].decl;
            if !same(earlier, decl) {
                notes.findings.push(clash(kind, name(decl), name(earlier), shelf.used_at));
            }
        }
    }
    merged
}

fn clash(kind: &str, later: &Name, earlier: &Name, used_at: Option<Span>) -> Finding {
    let message = format!("two {kind} are called `{}`", later.value);
    let finding = Finding::new(rule::DUPLICATE_ID, used_at.unwrap_or(later.span), message)
        .label(earlier.span, "the first is here")
        .help("rename one of them, or leave one out");
    if used_at.is_some() { finding.label(later.span, "the second is here") } else { finding }
}
