//! Catalogs.

use crate::syntax::decode::context::Cx;
use crate::syntax::decode::declarations::declarations;
use crate::syntax::decode::fields::Fields;
use crate::syntax::document::CatalogDocument;
use crate::syntax::node::Node;
use crate::terms::span::Name;

const KEYS: [&str; 10] =
    ["wayfare", "catalog", "description", "events", "profile", "define", "functions", "actions", "windows", "caps"];

/// The catalog `id`.
pub fn catalog(cx: &mut Cx<'_>, node: &Node<'_>, id: Name) -> Option<CatalogDocument> {
    let keys = Fields::of(cx, node, "a catalog", &KEYS)?;
    let description = keys.get("description").and_then(|node| cx.string(node, "a text"));
    let declares = declarations(cx, &keys);
    Some(CatalogDocument { file: cx.source.id, id, description, declares })
}
