//! Typed functions.

use crate::syntax::declared::FunctionDecl;
use crate::syntax::decode::context::Cx;
use crate::syntax::decode::expression::body;
use crate::syntax::decode::field::{Role, fields};
use crate::syntax::decode::fields::Fields;
use crate::syntax::decode::names;
use crate::syntax::decode::shape::shape;
use crate::syntax::elements::declarations::FUNCTION;
use crate::syntax::node::Entry;
use crate::terms::span::{Name, Spanned};

/// The function `name`.
pub fn function(cx: &mut Cx<'_>, name: Name, entry: &Entry<'_>) -> FunctionDecl {
    let (node, mark) = (&entry.value, cx.mark());
    names::check_function(cx, &name);
    let mut function = FunctionDecl {
        name,
        description: None,
        params: Vec::new(),
        returns: None,
        body: None,
        hidden: true,
        broken: false,
    };
    if let Some(keys) = Fields::of(cx, node, &FUNCTION) {
        let description = keys.words(cx, "description");
        function.description = description.map(|text| text.value);
        let before = cx.mark();
        function.params = keys.get("params").map(|node| fields(cx, node, Role::Function)).unwrap_or_default();
        function.hidden = cx.is_partial(entry) || keys.hides("params") || cx.lost_since(before);
        let returns = keys.require(cx, "returns");
        function.returns = returns.and_then(|node| Some(Spanned::new(shape(cx, node)?, cx.span(node))));
        let text = keys.require(cx, "body");
        function.body = text.and_then(|node| body(cx, node));
    }
    function.broken = cx.broken(mark);
    function
}
