//! The schemas, each a whole document.

use crate::intake::elements::EVENT;
use crate::project::elements::CONFIG;
use crate::report::schema::definitions::Definitions;
use crate::report::schema::element::{define, element, property};
use crate::report::schema::tree::{Object, Tree, object};
use crate::syntax::elements::files::{CATALOG, JOURNEY, KINDS};
use crate::syntax::elements::scenarios::SCENARIOS;
use crate::terms::element::Element;

/// What a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A journey.
    Journey,
    /// A catalog.
    Catalog,
    /// Scenario tests.
    Scenarios,
    /// `wayfare.toml`.
    Config,
    /// A line of a file of events.
    Event,
    /// Any file of the language: its second key says which.
    File,
}

/// Every kind with its name.
pub const ALL: [(&str, Kind); 6] = [
    ("journey", Kind::Journey),
    ("catalog", Kind::Catalog),
    ("scenarios", Kind::Scenarios),
    ("config", Kind::Config),
    ("event", Kind::Event),
    ("file", Kind::File),
];

/// The schema as JSON, indented, with a line break at the end.
pub fn render(kind: Kind) -> Vec<u8> {
    let schema: Tree = match kind {
        Kind::Journey => whole(&JOURNEY),
        Kind::Catalog => whole(&CATALOG),
        Kind::Scenarios => whole(&SCENARIOS),
        Kind::Config => whole(&CONFIG),
        Kind::Event => whole(&EVENT),
        Kind::File => any(),
    }
    .into();
    let mut bytes = serde_json::to_vec_pretty(&schema).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn head() -> Object {
    object("$schema", "https://json-schema.org/draft/2020-12/schema")
}

fn whole(root: &'static Element) -> Object {
    let mut all = Definitions::default();
    let body = element(&mut all, root);
    define(&mut all);
    head().and(body).with("$defs", all.finish())
}

/// The kinds of files, told apart by the key that says what the file is.
fn any() -> Object {
    let mut all = Definitions::default();
    let words: Vec<Object> = KINDS.iter().map(|(word, _)| object("required", &[*word][..])).collect();
    let beginnings = beginnings(&mut all);
    let unknown = object("properties", beginnings).with("required", &["wayfare"][..]).with("anyOf", words);
    let told = KINDS.iter().rev().fold(unknown, |rest, &(word, root)| {
        let is = object("required", &[word][..]);
        let whole = all.element(root, None);
        object("if", is).with("then", whole).with("else", rest)
    });
    define(&mut all);
    head()
        .with("title", "A file of Wayfare")
        .with("description", "A journey, a catalog or scenario tests: the second key says which.")
        .with("type", "object")
        .and(told)
        .with("$defs", all.finish())
}

/// The keys with which a file begins.
fn beginnings(all: &mut Definitions) -> Object {
    let keys = KINDS.iter().flat_map(|(word, root)| [root.key("wayfare"), root.key(word)]);
    let mut known = Vec::new();
    let mut properties = Object::default();
    for key in keys.flatten() {
        if !known.contains(&key.name) {
            known.push(key.name);
            properties = properties.with(key.name, property(all, key));
        }
    }
    properties
}
