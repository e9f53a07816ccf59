//! What expressions of a journey may name, so that a text can be told from an expression.

use std::collections::BTreeSet;

use crate::expr::meant::Vocabulary;
use crate::model::journey::{EventKind, Journey};
use crate::syntax::declared::Declarations;
use crate::syntax::document::{CatalogDocument, JourneyDocument};

/// What expressions of a journey may name.
pub struct Nameable<'a> {
    journey: &'a Journey,
    definitions: BTreeSet<&'a str>,
    functions: BTreeSet<&'a str>,
}

impl<'a> Nameable<'a> {
    /// All of `journey`, which `document` says, with the catalogs that it uses.
    pub fn of(journey: &'a Journey, document: &'a JourneyDocument, catalogs: &[&'a CatalogDocument]) -> Self {
        let shelves = || {
            let catalogs = catalogs.iter().map(|catalog| &catalog.declares);
            std::iter::once(&document.declares).chain(catalogs)
        };
        let definitions = |declares: &'a Declarations| declares.define.iter().map(|one| one.name.value.as_str());
        let functions = |declares: &'a Declarations| declares.functions.iter().map(|one| one.name.value.as_str());
        Self {
            journey,
            definitions: shelves().flat_map(definitions).collect(),
            functions: shelves().flat_map(functions).collect(),
        }
    }

    fn has_field(&self, field: &str) -> bool {
        self.journey.events.iter().any(|event| match &event.kind {
            EventKind::Declared(contract, _) => contract.fields.iter().any(|known| known.name == field),
            EventKind::Done(_) => false,
            _ => true,
        })
    }
}

impl Vocabulary for Nameable<'_> {
    fn has(&self, root: &str, path: &[&str]) -> bool {
        let journey = self.journey;
        match (root, path) {
            ("ctx", [name, ..]) => journey.context.iter().any(|known| known.name.value == *name),
            ("profile", [name, ..]) => journey.profile.iter().any(|known| known.name == *name),
            ("event", ["type" | "id" | "timestamp" | "session_id"]) | ("user", ["id" | "anonymous"]) => true,
            ("event", ["payload", field, ..]) => self.has_field(field),
            ("user", ["consent", purpose]) => journey.purposes.iter().any(|known| known == purpose),
            _ => false,
        }
    }

    fn defines(&self, name: &str) -> bool {
        self.definitions.contains(name)
    }

    fn calls(&self, name: &str) -> bool {
        self.functions.contains(name)
    }
}
