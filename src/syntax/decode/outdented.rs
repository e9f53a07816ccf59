//! Keys of a declaration that stand beside it and not under it: one finding for all of them, and what they say is not missing.

use crate::syntax::decode::context::Cx;
use crate::syntax::node::{Entry, Layout, Mapping};
use crate::terms::element::Element;
use crate::terms::finding::Finding;
use crate::terms::rule;

/// Finds the keys of an `element`, which is called `one`, that stand behind one among the names in `mapping`, and reports
/// them; nobody else reads them there.
pub fn keys(cx: &mut Cx<'_>, mapping: &Mapping<'_>, (element, one): (&Element, &str)) {
    let mut owner: Option<&Entry<'_>> = None;
    let mut is_told = false;
    for entry in mapping.entries.iter().filter(|_| mapping.layout == Layout::Block) {
        let key = entry.key.scalar().map_or("", |key| &*key.text);
        let is_one = entry.value.mapping().is_some_and(|inside| inside.has_only(element.names));
        if !element.names.contains(&key) || is_one {
            owner = Some(entry);
            continue;
        }
        let lacks = |above: &&Entry<'_>| {
            above.value.is_null() || above.value.mapping().is_some_and(|inside| inside.entry(key).is_none())
        };
        let Some(above) = owner.filter(lacks) else { continue };
        cx.set_aside(entry.key.start);
        cx.set_short(above);
        if std::mem::replace(&mut is_told, true) || cx.is_told_below(entry) {
            cx.fail();
            continue;
        }
        let name = above.key.scalar().map_or("", |name| &*name.text);
        let message = format!("`{key}` is a key of {one}, and stands where its name belongs");
        let finding = Finding::new(rule::WRONG_SHAPE, cx.span(&entry.key), message);
        cx.report(finding.help(format!("indent it to stand under `{name}`")));
    }
}
