//! What a journey and a catalog may both declare.

use std::collections::BTreeSet;

use crate::syntax::declared::{Declarations, FieldDecl, Section};
use crate::syntax::decode::action::action;
use crate::syntax::decode::astray::{self, Astray};
use crate::syntax::decode::cap::cap;
use crate::syntax::decode::context::Cx;
use crate::syntax::decode::define::{definition, definitions};
use crate::syntax::decode::event::event;
use crate::syntax::decode::field::{Role, field, fields};
use crate::syntax::decode::fields::{Fields, named_entries};
use crate::syntax::decode::function::function;
use crate::syntax::decode::window::window;
use crate::syntax::node::{Entry, Node};
use crate::terms::span::Name;

/// The declarations among `keys`, and the context variables that stand among them.
pub fn declarations(cx: &mut Cx<'_>, keys: &Fields<'_, '_>) -> (Declarations, Vec<FieldDecl>) {
    let mut lost: BTreeSet<Section> = astray::nameless(cx, keys).into_iter().collect();
    let astray = astray::declarations(cx, keys);
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
    let mut context = Vec::new();
    for Astray { name, entry, to } in astray {
        if to == Section::Context {
            context.push(field(cx, name, &entry.value, Role::Context));
        } else {
            adopt(cx, &mut all, (name, entry, to));
        }
    }
    (all, context)
}

/// Adds an entry that stands elsewhere.
fn adopt(cx: &mut Cx<'_>, all: &mut Declarations, (name, entry, to): (Name, &Entry<'_>, Section)) {
    let mark = cx.mark();
    match to {
        Section::Events => all.events.push(event(cx, name, entry)),
        Section::Define => all.define.extend(definition(cx, name, &entry.value)),
        Section::Functions => all.functions.push(function(cx, name, entry)),
        Section::Actions => all.actions.push(action(cx, name, entry)),
        Section::Windows => all.windows.push(window(cx, name, entry)),
        Section::Caps => all.caps.push(cap(cx, name, entry)),
        Section::Profile => all.profile.push(field(cx, name, &entry.value, Role::Profile)),
        Section::States | Section::Steps | Section::Context => {}
    }
    cx.forget_lost(mark);
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

fn each<T>(
    cx: &mut Cx<'_>,
    node: &Node<'_>,
    what: &str,
    decode: impl Fn(&mut Cx<'_>, Name, &Entry<'_>) -> T,
) -> Vec<T> {
    let pairs = named_entries(cx, node, what);
    let mut all = Vec::with_capacity(pairs.len());
    for (name, entry) in pairs {
        let mark = cx.mark();
        all.push(decode(cx, name, entry));
        cx.forget_lost(mark);
    }
    all
}
