//! Event contracts and profile fields: one name, one meaning in a whole project.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::model::ground::Notes;
use crate::model::journey::Contract;
use crate::model::material::EventSchema;
use crate::model::values::{self, Asked};
use crate::syntax::declared::{Declarations, EventDecl, FieldDecl};
use crate::syntax::document::Document;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::shape::{Field, Of, Shape};
use crate::terms::span::{Name, Span};
use crate::terms::value::Value;

/// The contract of a declaration.
pub fn contract(decl: &EventDecl, schemas: &BTreeMap<Span, EventSchema>, notes: &mut Notes) -> Contract {
    match decl.schema.as_ref().and_then(|path| schemas.get(&path.span)) {
        Some(schema) => Contract {
            fields: schema.fields.iter().map(|decl| field(decl, notes)).collect(),
            closed: schema.closed,
            schema: Some(Arc::clone(&schema.text)),
        },
        None => Contract {
            fields: decl.payload.iter().map(|decl| field(decl, notes)).collect(),
            closed: decl.closed,
            schema: None,
        },
    }
}

/// A field with its default as a value of its own shape.
pub fn field(decl: &FieldDecl, notes: &mut Notes) -> Field {
    let default = default(decl, notes);
    Field { name: decl.name.value.clone(), shape: Shape { default, ..decl.shape.clone() } }
}

/// The default of a field, if it has one that fits.
pub fn default(decl: &FieldDecl, notes: &mut Notes) -> Option<Value> {
    if decl.shape.default.is_some() || decl.broken {
        return decl.shape.default.clone();
    }
    let what = format!("the default of `{}`", decl.name.value);
    let asked = Asked { shape: &decl.shape, rule: rule::TYPE_MISMATCH, what: &what };
    values::constant(decl.default.as_ref()?, asked, notes)
}

/// Whether two contracts mean the same: order and words for people do not count.
fn same_event(a: &EventDecl, b: &EventDecl) -> bool {
    let path = |decl: &EventDecl| decl.schema.as_ref().map(|path| path.value.clone());
    a.broken || b.broken || (a.closed == b.closed && path(a) == path(b) && same_fields(&a.payload, &b.payload))
}

/// Whether two fields of one name mean the same.
fn same_field(a: &FieldDecl, b: &FieldDecl) -> bool {
    a.broken || b.broken || meaning(&a.shape) == meaning(&b.shape)
}

/// Reports every event and profile field that has two meanings in the project, at the later one.
pub fn one_meaning(documents: &[Arc<Document>], findings: &mut Vec<Finding>) {
    let mut events: FxHashMap<&str, &EventDecl> = FxHashMap::default();
    let mut profile: FxHashMap<&str, &FieldDecl> = FxHashMap::default();
    for declares in documents.iter().filter_map(|it| declarations(it)) {
        for decl in &declares.events {
            let first = *events.entry(&decl.name.value).or_insert(decl);
            if !same_event(first, decl) {
                findings.push(two_meanings("contracts", &decl.name, &first.name));
            }
        }
        for decl in &declares.profile {
            let first = *profile.entry(&decl.name.value).or_insert(decl);
            if !same_field(first, decl) {
                findings.push(two_meanings("meanings", &decl.name, &first.name));
            }
        }
    }
}

fn declarations(document: &Document) -> Option<&Declarations> {
    match document {
        Document::Journey(journey) => Some(&journey.declares),
        Document::Catalog(catalog) => Some(&catalog.declares),
        Document::Scenarios(_) => None,
    }
}

fn two_meanings(what: &str, later: &Name, first: &Name) -> Finding {
    Finding::new(rule::DUPLICATE_ID, later.span, format!("`{}` has two {what} in this project", later.value))
        .label(first.span, "the first is here")
        .help("declare it once, in a catalog that both use")
}

fn same_fields(a: &[FieldDecl], b: &[FieldDecl]) -> bool {
    let sorted = |fields: &[FieldDecl]| {
        let mut all: Vec<(SmolStr, Shape)> =
            fields.iter().map(|field| (field.name.value.clone(), meaning(&field.shape))).collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    };
    sorted(a) == sorted(b)
}

/// The shape without words for people, its object fields sorted.
fn meaning(shape: &Shape) -> Shape {
    let of = match &shape.of {
        Of::List(item) => Of::List(meaning(item).into()),
        Of::Object(fields) => {
            let mut fields: Vec<Field> =
                fields.iter().map(|field| Field { name: field.name.clone(), shape: meaning(&field.shape) }).collect();
            fields.sort_by(|a, b| a.name.cmp(&b.name));
            Of::Object(fields.into())
        }
        of => of.clone(),
    };
    Shape { of, description: None, ..shape.clone() }
}
