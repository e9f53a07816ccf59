//! What a project gives to the compiler.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use smol_str::SmolStr;

use crate::syntax::declared::FieldDecl;
use crate::syntax::document::Document;
use crate::terms::span::Span;

/// What a project is made of.
#[derive(Debug)]
pub struct Material<'a> {
    /// Its files.
    pub documents: &'a [Arc<Document>],
    /// Its sinks, and whether each is a message's; absent where sinks are not judged.
    pub sinks: Option<&'a BTreeMap<SmolStr, bool>>,
    /// Consent purposes of the config.
    pub purposes: &'a [SmolStr],
    /// The zone where an expression's is none.
    pub default_tz: &'a str,
    /// How many threads may compile journeys.
    pub threads: usize,
    /// JSON Schema files by the span of the path that names them.
    pub schemas: &'a BTreeMap<Span, EventSchema>,
    /// Ids of catalogs that are there and say nothing that could be read.
    pub unread: &'a BTreeSet<SmolStr>,
}

/// A JSON Schema file that an event points to.
#[derive(Clone, Debug)]
pub struct EventSchema {
    /// Its text.
    pub text: Arc<str>,
    /// The payload fields that expressions see.
    pub fields: Vec<FieldDecl>,
    /// Whether it refuses other fields.
    pub closed: bool,
}
