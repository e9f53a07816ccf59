//! Catalogs.

use crate::syntax::decode::context::Cx;
use crate::syntax::decode::declarations::declarations;
use crate::syntax::decode::fields::Fields;
use crate::syntax::document::CatalogDocument;
use crate::syntax::elements::files::CATALOG;
use crate::syntax::node::Node;
use crate::terms::span::Name;

/// The catalog `id`.
pub fn catalog(cx: &mut Cx<'_>, node: &Node<'_>, id: Name) -> Option<CatalogDocument> {
    let keys = Fields::of(cx, node, &CATALOG)?;
    let description = keys.words(cx, "description");
    let (declares, _) = declarations(cx, &keys);
    Some(CatalogDocument { file: cx.source.id, id, description, declares, allows: Vec::new() })
}
