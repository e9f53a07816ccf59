//! What a journey and a catalog may both declare.

use std::collections::BTreeSet;

use crate::syntax::declared::{Declarations, Section};
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
    let mut lost = BTreeSet::new();
    let mut all = Declarations {
        events: section(cx, keys, ("events", Section::Events), &mut lost, |cx, node| each(cx, node, "events", event)),
        profile: section(cx, keys, ("profile", Section::Profile), &mut lost, |cx, node| {
            fields(cx, node, Role::Profile)
        }),
        define: section(cx, keys, ("define", Section::Define), &mut lost, definitions),
        functions: section(cx, keys, ("functions", Section::Functions), &mut lost, |cx, node| {
            each(cx, node, "functions", function)
        }),
        actions: section(cx, keys, ("actions", Section::Actions), &mut lost, |cx, node| {
            each(cx, node, "actions", action)
        }),
        windows: section(cx, keys, ("windows", Section::Windows), &mut lost, |cx, node| {
            each(cx, node, "windows", window)
        }),
        caps: section(cx, keys, ("caps", Section::Caps), &mut lost, |cx, node| each(cx, node, "caps", cap)),
        lost: BTreeSet::new(),
    };
    all.lost = lost;
    all
}

/// What is declared under one key; if some of it could not be read, it is among what is `lost`.
pub fn section<T>(
    cx: &mut Cx<'_>,
    keys: &Fields<'_, '_>,
    (key, section): (&str, Section),
    lost: &mut BTreeSet<Section>,
    decode: impl Fn(&mut Cx<'_>, &Node<'_>) -> Vec<T>,
) -> Vec<T> {
    let mark = cx.mark();
    let all = keys.get(key).map(|node| decode(cx, node)).unwrap_or_default();
    if keys.hides(key) || cx.lost_since(mark) {
        lost.insert(section);
    }
    all
}

fn each<T>(cx: &mut Cx<'_>, node: &Node<'_>, what: &str, decode: impl Fn(&mut Cx<'_>, Name, &Node<'_>) -> T) -> Vec<T> {
    let pairs = entries(cx, node, what);
    let mut all = Vec::with_capacity(pairs.len());
    for (name, node) in pairs {
        let mark = cx.mark();
        all.push(decode(cx, name, node));
        cx.forget_lost(mark);
    }
    all
}
