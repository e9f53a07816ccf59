//! What a journey and a catalog may both declare.

use crate::syntax::declared::Declarations;
use crate::syntax::decode::action::action;
use crate::syntax::decode::cap::cap;
use crate::syntax::decode::context::Cx;
use crate::syntax::decode::define::definitions;
use crate::syntax::decode::event::event;
use crate::syntax::decode::field::{Role, fields};
use crate::syntax::decode::fields::{Fields, entries};
use crate::syntax::decode::function::function;
use crate::syntax::decode::window::window;
use crate::syntax::node::Node;
use crate::terms::span::Name;

/// The declarations among `keys`.
pub fn declarations(cx: &mut Cx<'_>, keys: &Fields<'_, '_>) -> Declarations {
    Declarations {
        events: each(cx, keys.get("events"), "events", event),
        profile: keys.get("profile").map(|node| fields(cx, node, Role::Profile)).unwrap_or_default(),
        define: keys.get("define").map(|node| definitions(cx, node)).unwrap_or_default(),
        functions: each(cx, keys.get("functions"), "functions", function),
        actions: each(cx, keys.get("actions"), "actions", action),
        windows: each(cx, keys.get("windows"), "windows", window),
        caps: each(cx, keys.get("caps"), "caps", cap),
    }
}

fn each<T>(
    cx: &mut Cx<'_>,
    node: Option<&Node<'_>>,
    what: &str,
    decode: impl Fn(&mut Cx<'_>, Name, &Node<'_>) -> T,
) -> Vec<T> {
    let pairs = node.map(|node| entries(cx, node, what)).unwrap_or_default();
    pairs.into_iter().map(|(name, node)| decode(cx, name, node)).collect()
}
