//! Named expressions.

use crate::syntax::declared::DefineDecl;
use crate::syntax::decode::context::Cx;
use crate::syntax::decode::expression::expression;
use crate::syntax::decode::fields::entries;
use crate::syntax::decode::names;
use crate::syntax::node::Node;
use crate::terms::span::Name;

/// The definitions of `node`, in file order.
pub fn definitions(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<DefineDecl> {
    let pairs = entries(cx, node, "definitions");
    pairs.into_iter().filter_map(|(name, node)| definition(cx, name, node)).collect()
}

/// The definition `name`.
pub fn definition(cx: &mut Cx<'_>, name: Name, node: &Node<'_>) -> Option<DefineDecl> {
    names::check_definition(cx, &name);
    let body = expression(cx, node);
    if body.is_none() {
        cx.lose();
    }
    Some(DefineDecl { name, body: body? })
}
