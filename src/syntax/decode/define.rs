//! Named expressions.

use crate::syntax::declared::DefineDecl;
use crate::syntax::decode::context::Cx;
use crate::syntax::decode::expression::expression;
use crate::syntax::decode::fields::entries;
use crate::syntax::decode::names;
use crate::syntax::node::Node;

/// The definitions of `node`, in file order.
pub fn definitions(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<DefineDecl> {
    let mut found = Vec::new();
    for (name, node) in entries(cx, node, "definitions") {
        names::check_definition(cx, &name);
        match expression(cx, node) {
            Some(body) => found.push(DefineDecl { name, body }),
            None => cx.lose(),
        }
    }
    found
}
