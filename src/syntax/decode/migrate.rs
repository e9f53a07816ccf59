//! What becomes of people on other versions.

use semver::VersionReq;
use smol_str::SmolStr;

use crate::syntax::content::ValueDecl;
use crate::syntax::decode::context::{Cx, items};
use crate::syntax::decode::fields::{Fields, entries};
use crate::syntax::decode::value::{assignments, duration};
use crate::syntax::elements::migrate::{MIGRATE, MOVES};
use crate::syntax::lifecycle::MigrateDecl;
use crate::syntax::node::Node;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::{Name, Spanned};

/// The entries of a list.
pub fn migrations(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<MigrateDecl> {
    items(node).iter().filter_map(|node| migration(cx, node)).collect()
}

fn migration(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<MigrateDecl> {
    let keys = Fields::of(cx, node, &MIGRATE)?;
    let from = keys.require(cx, "from");
    let finish = keys.get("finish").and_then(|node| cx.flag(node)).unwrap_or(false);
    if finish {
        alone(cx, &keys);
    }
    Some(MigrateDecl {
        span: keys.first_key(cx),
        from: from.and_then(|node| range(cx, node)),
        states: keys.get("states").map(|node| renames(cx, node, "the name of a state, or `exit`,")).unwrap_or_default(),
        set: keys.get("set").map(|node| assignments(cx, node)).unwrap_or_default(),
        timers: keys.get("timers").map(|node| timers(cx, node)).unwrap_or_default(),
        steps: keys.get("steps").map(|node| renames(cx, node, "the id of a step")).unwrap_or_default(),
        finish,
    })
}

fn timers(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<(Name, ValueDecl)> {
    let pairs = entries(cx, node, "steps with durations").into_iter();
    pairs.filter_map(|(step, node)| duration(cx, node).map(|wait| (step, wait))).collect()
}

fn renames(cx: &mut Cx<'_>, node: &Node<'_>, new: &str) -> Vec<(Name, Name)> {
    let pairs = entries(cx, node, "old names with new ones").into_iter();
    pairs.filter_map(|(old, node)| cx.name(node, new).map(|new| (old, new))).collect()
}

fn range(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Spanned<SmolStr>> {
    let text = cx.string(node, "a range of versions")?;
    if VersionReq::parse(&text.value).is_err() {
        cx.wrong(node, "a range of versions", "write `\"1.x\"`, `\"<2.0\"` or `\">=1.2, <1.5\"`");
        return None;
    }
    Some(text)
}

fn alone(cx: &mut Cx<'_>, keys: &Fields<'_, '_>) {
    if let Some(entry) = MOVES.iter().find_map(|key| keys.entry(key)) {
        let message = "people who finish on their own version are not moved";
        let finding = Finding::new(rule::WRONG_SHAPE, cx.span(&entry.key), message);
        cx.report(finding.help("remove `finish`, or the keys beside it"));
    }
}
