//! Event contracts.

use crate::syntax::declared::EventDecl;
use crate::syntax::decode::context::Cx;
use crate::syntax::decode::field::{Role, fields};
use crate::syntax::decode::fields::Fields;
use crate::syntax::decode::names;
use crate::syntax::elements::declarations::EVENT;
use crate::syntax::node::Entry;
use crate::terms::span::Name;

/// The contract of the event `name`.
pub fn event(cx: &mut Cx<'_>, name: Name, entry: &Entry<'_>) -> EventDecl {
    let (node, mark) = (&entry.value, cx.mark());
    names::check_event(cx, &name);
    let mut event = EventDecl {
        name,
        description: None,
        payload: Vec::new(),
        closed: false,
        schema: None,
        hidden: false,
        broken: false,
    };
    let keys = if node.is_null() { None } else { Fields::of(cx, node, &EVENT) };
    event.hidden = cx.is_partial(entry) || (keys.is_none() && !node.is_null());
    if let Some(keys) = keys {
        event.description = keys.words(cx, "description").map(|text| text.value);
        event.payload = keys.get("payload").map(|node| fields(cx, node, Role::Data)).unwrap_or_default();
        event.closed = keys.get("closed").and_then(|node| cx.flag(node)).unwrap_or(false);
        event.schema = keys.get("schema").and_then(|node| cx.name(node, "the path of a JSON Schema file"));
        event.hidden |= cx.lost_since(mark) || ["payload", "schema"].iter().any(|key| keys.hides(key));
        if let (Some(_), Some(schema)) = (keys.get("payload"), keys.get("schema")) {
            cx.wrong(schema, "`payload` or `schema`", "an event has one contract; remove one of the two");
        }
    }
    event.broken = cx.broken(mark);
    event
}
