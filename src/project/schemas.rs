//! The JSON Schema files that events point to, each read once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::material::EventSchema;
use crate::project::files::{Files, plain};
use crate::project::text::take_text;
use crate::syntax::declared::EventDecl;
use crate::syntax::document::Document;
use crate::syntax::schema::{EventSchemaFields, derive};
use crate::syntax::source::Source;
use crate::terms::finding::Finding;
use crate::terms::rule::{UNKNOWN_NAME, WRONG_SHAPE};
use crate::terms::span::{FileId, Name, Span};

/// The schemas of a project.
#[derive(Debug, Default)]
pub struct Schemas {
    /// By the place of the path that names them.
    pub by_place: BTreeMap<Span, EventSchema>,
    /// Which file names which schema file.
    pub named_in: Vec<(FileId, FileId)>,
    read: BTreeMap<PathBuf, Option<(FileId, EventSchema)>>,
}

impl Schemas {
    /// Reads what the events of `document`, a file at `path`, point to.
    pub fn read_all(
        &mut self,
        (document, path): (&Document, &Path),
        files: &dyn Files,
        sources: &mut Vec<Source>,
        findings: &mut Vec<Finding>,
    ) {
        let folder = path.parent().unwrap_or(path);
        for name in events_of(document).iter().filter_map(|event| event.schema.as_ref()) {
            let path = plain(&folder.join(name.value.as_str()));
            if !self.read.contains_key(&path) {
                let schema = read_one(&path, name, files, sources, findings);
                self.read.insert(path.clone(), schema);
            }
            if let Some(Some((file, schema))) = self.read.get(&path) {
                self.by_place.insert(name.span, schema.clone());
                self.named_in.push((name.span.file, *file));
            }
        }
    }
}

fn read_one(
    path: &Path,
    name: &Name,
    files: &dyn Files,
    sources: &mut Vec<Source>,
    findings: &mut Vec<Finding>,
) -> Option<(FileId, EventSchema)> {
    let bytes = match files.read(path) {
        Ok(bytes) => bytes,
        Err(reason) => {
            let message = format!("the schema `{}` cannot be read: {reason}", name.value);
            let help =
                format!("the path is taken from the folder of this file, and means `{}`", files.shown(path).display());
            findings.push(Finding::new(UNKNOWN_NAME, name.span, message).help(help));
            return None;
        }
    };
    let id = take_text((&files.shown(path), bytes), WRONG_SHAPE, sources, findings)?;
    let source = sources.last()?;
    let EventSchemaFields { fields, closed } = derive(source, findings);
    Some((id, EventSchema { text: Arc::from(source.text.as_str()), fields, closed }))
}

fn events_of(document: &Document) -> &[EventDecl] {
    match document {
        Document::Journey(journey) => &journey.declares.events,
        Document::Catalog(catalog) => &catalog.declares.events,
        Document::Scenarios(_) => &[],
    }
}
