//! What an unknown key was probably meant to be: what other tools call so, what it is like, or the only one that is missing.

use crate::syntax::decode::context::items;
use crate::syntax::elements::shape::{LONG, WORDS};
use crate::syntax::node::{Entry, Mapping, Node};
use crate::terms::element::{Element, Form, Key, Rule};
use crate::terms::suggest;

/// The keys on which no run depends, whatever has them.
pub const IDLE: [&str; 6] = ["version", "title", "description", "owner", "tags", "name"];

/// What statecharts elsewhere and other tools of the trade call a key: their word and ours, the likelier first.
const CALLED: [(&str, &str); 29] = [
    ("on", "triggers"),
    ("event", "triggers"),
    ("events", "triggers"),
    ("target", "to"),
    ("goto", "to"),
    ("next", "to"),
    ("cond", "guard"),
    ("condition", "guard"),
    ("when", "guard"),
    ("if", "guard"),
    ("in", "after"),
    ("delay", "after"),
    ("wait", "after"),
    ("do", "actions"),
    ("do", "then"),
    ("otherwise", "else"),
    ("assign", "set"),
    ("entry", "on_entry"),
    ("onEntry", "on_entry"),
    ("exit", "on_exit"),
    ("onExit", "on_exit"),
    ("transitions", "steps"),
    ("data", "payload"),
    ("timezone", "tz"),
    ("zone", "tz"),
    ("args", "params"),
    ("attempts", "max"),
    ("limit", "max"),
    ("delay", "backoff"),
];

/// The keys of `element` that the one of `entry` in `mapping` may mean, all equally; none where nobody can say.
pub fn meant(element: &Element, mapping: &Mapping<'_>, entry: &Entry<'_>) -> Vec<&'static str> {
    let Some(key) = entry.key.scalar() else { return Vec::new() };
    // A key that is there already was not meant once more.
    let absent = || element.names.iter().copied().filter(|name| mapping.entry(name).is_none());
    let called = CALLED.iter().filter(|(other, _)| *other == key.text).map(|&(_, ours)| ours);
    if let Some(ours) = called.into_iter().find(|&ours| absent().any(|name| name == ours)) {
        return vec![ours];
    }
    let near = suggest::all_nearest(&key.text, absent());
    if !near.is_empty() || suggest::nearest(&key.text, element.names.iter().copied()).is_some() {
        return near;
    }
    only_missing(element, mapping, entry).unwrap_or_default()
}

/// The key that `element` must have, or the several of which it must have one, if nothing else is missing and `entry` is all
/// that is strange.
fn only_missing(element: &Element, mapping: &Mapping<'_>, entry: &Entry<'_>) -> Option<Vec<&'static str>> {
    let is_known = |entry: &Entry<'_>| entry.key.scalar().is_some_and(|key| element.names.contains(&&*key.text));
    if mapping.entries.iter().filter(|entry| !is_known(entry)).count() != 1 {
        return None;
    }
    let absent = |name: &&'static str| mapping.entry(name).is_none();
    let is_map = entry.value.mapping().is_some();
    let takes = |key: &Key| !IDLE.contains(&key.name) && matches!(key.form, Form::Map(..) | Form::Element(_)) == is_map;
    let required = element.keys.iter().filter(|key| key.required.is_some() && absent(&key.name));
    let mut missing: Vec<Vec<&'static str>> =
        required.map(|key| Vec::from_iter(takes(key).then_some(key.name))).collect();
    for rule in element.rules {
        if let Rule::One(keys) = rule
            && keys.iter().all(absent)
        {
            missing.push(keys.to_vec());
        }
    }
    if missing.len() == 1 { missing.pop() } else { None }
}

/// Whether `value` is a type, in its short form or its long one.
pub fn reads_as_type(value: &Node<'_>) -> bool {
    if let Some(mapping) = value.mapping() {
        return mapping.has_only(LONG.names)
            && ["type", "enum", "fields"].iter().any(|key| mapping.entry(key).is_some());
    }
    let is_word = |node: &Node<'_>| {
        node.scalar().is_some_and(|scalar| WORDS.iter().any(|of| of.word == scalar.text.trim_end_matches('?')))
    };
    items(value).len() == 1 && items(value).iter().all(is_word)
}
