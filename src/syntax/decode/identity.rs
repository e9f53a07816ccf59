//! How two instances become one.

use crate::syntax::decode::context::Cx;
use crate::syntax::decode::fields::{Fields, entries};
use crate::syntax::lifecycle::{IdentityDecl, MergeInstance, MergeVariable};
use crate::syntax::node::Node;

const KEYS: [&str; 2] = ["merge", "context"];
const INSTANCES: [(&str, MergeInstance); 3] =
    [("furthest", MergeInstance::Furthest), ("newest", MergeInstance::Newest), ("known", MergeInstance::Known)];
const VARIABLES: [(&str, MergeVariable); 7] = [
    ("kept", MergeVariable::Kept),
    ("newest", MergeVariable::Newest),
    ("oldest", MergeVariable::Oldest),
    ("max", MergeVariable::Max),
    ("min", MergeVariable::Min),
    ("union", MergeVariable::Union),
    ("sum", MergeVariable::Sum),
];

/// The policies of `node`.
pub fn identity(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<IdentityDecl> {
    let keys = Fields::of(cx, node, "`identity`", &KEYS)?;
    let merge = keys.get("merge").and_then(|node| cx.choice(node, &INSTANCES));
    let pairs = keys.get("context").map(|node| entries(cx, node, "variables with their policies")).unwrap_or_default();
    let context = pairs
        .into_iter()
        .filter_map(|(variable, node)| cx.choice(node, &VARIABLES).map(|policy| (variable, policy)))
        .collect();
    Some(IdentityDecl { merge, context })
}
