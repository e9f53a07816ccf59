//! How two instances become one.

use crate::syntax::decode::context::Cx;
use crate::syntax::decode::fields::{Fields, entries};
use crate::syntax::elements::lifecycle::{IDENTITY, INSTANCES, VARIABLES};
use crate::syntax::lifecycle::IdentityDecl;
use crate::syntax::node::Node;

/// The policies of `node`.
pub fn identity(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<IdentityDecl> {
    let keys = Fields::of(cx, node, &IDENTITY)?;
    let merge = keys.get("merge").and_then(|node| cx.choice(node, &INSTANCES));
    let pairs = keys.get("context").map(|node| entries(cx, node, "variables with their policies")).unwrap_or_default();
    let context = pairs
        .into_iter()
        .filter_map(|(variable, node)| cx.choice(node, &VARIABLES).map(|policy| (variable, policy)))
        .collect();
    Some(IdentityDecl { merge, context })
}
