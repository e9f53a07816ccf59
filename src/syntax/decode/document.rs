//! A whole file: its language version, what it is, and the decoder for that.

use crate::syntax::core_schema::{Literal, literal};
use crate::syntax::declared::Section;
use crate::syntax::decode::catalog::catalog;
use crate::syntax::decode::context::{Cx, describe};
use crate::syntax::decode::journey::journey;
use crate::syntax::decode::names;
use crate::syntax::decode::scenarios::scenarios;
use crate::syntax::document::Document;
use crate::syntax::elements::common::FIRST;
use crate::syntax::elements::files::{KINDS, SECOND};
use crate::syntax::node::{Entry, Mapping, Node, NodeKind};
use crate::syntax::source::Source;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::{Name, Span};
use crate::terms::suggest;

/// The document of the tree `root`; `cut` says that parts of the file were left out of which nobody can say where
/// they belonged.
pub fn document(source: &Source, root: &Node<'_>, findings: &mut Vec<Finding>, cut: bool) -> Option<Document> {
    let mut cx = Cx::new(source, findings);
    let NodeKind::Mapping(mapping) = &root.kind else {
        not_a_mapping(&mut cx, root);
        return None;
    };
    if !version(&mut cx, mapping, root) {
        return None;
    }
    let (kind, word) = kind(&mut cx, mapping, root)?;
    let id = id(&mut cx, kind, word);
    match word {
        "journey" => journey(&mut cx, root, id).map(|mut read| {
            read.cut = cut;
            Document::Journey(Box::new(read))
        }),
        "catalog" => catalog(&mut cx, root, id).map(|mut read| {
            read.declares.lost.extend(Section::SHARED.into_iter().filter(|_| cut));
            Document::Catalog(Box::new(read))
        }),
        _ => scenarios(&mut cx, root, id).map(|read| Document::Scenarios(Box::new(read))),
    }
}

fn not_a_mapping(cx: &mut Cx<'_>, root: &Node<'_>) {
    let whole = cx.span(root);
    let line = cx.source.slice(whole).lines().next().unwrap_or_default().trim_end().len() as u32;
    let span = Span::new(whole.file, whole.start, (whole.start + line).max(whole.start));
    if matches!(root.kind, NodeKind::Lost) {
        return cx.fail();
    }
    let message = format!("a file is a mapping of keys, not {}", describe(root));
    cx.report(Finding::new(rule::WRONG_SHAPE, span, message).help(FIRST));
}

/// Whether the language version is one that can be read.
fn version(cx: &mut Cx<'_>, mapping: &Mapping<'_>, root: &Node<'_>) -> bool {
    let Some(entry) = mapping.entry("wayfare") else {
        if !mapping.holes && place_of_version(mapping).is_none() {
            let span = first_key(cx, mapping, root);
            cx.report(Finding::new(rule::MISSING_KEY, span, "the key `wayfare` is missing").help(FIRST));
        }
        return true;
    };
    let first = mapping.entries.first().is_some_and(|first| first.key.start == entry.key.start);
    if !first && !mapping.holes {
        let span = cx.span(&entry.key);
        let finding = Finding::new(rule::WRONG_SHAPE, span, "`wayfare` is the first key of a file").help(FIRST);
        cx.idly(|cx| cx.report(finding));
    }
    match literal(&entry.value) {
        Some(Literal::Int(1)) => true,
        Some(Literal::Int(_) | Literal::Number(_) | Literal::Str(_)) => {
            let message = format!("the language version {} is not known", describe(&entry.value));
            let help = match literal(&entry.value) {
                Some(Literal::Str("1")) => "write it without quotes: `wayfare: 1`",
                _ => "this program reads `wayfare: 1`; use a newer one for a newer language",
            };
            cx.fault(&entry.value, rule::UNSUPPORTED_LANGUAGE_VERSION, message, help);
            false
        }
        _ => {
            cx.wrong(&entry.value, "a language version", FIRST);
            true
        }
    }
}

/// The position of the key that says the language version, or that begins the file and is like it.
fn place_of_version(mapping: &Mapping<'_>) -> Option<usize> {
    let is = |entry: &Entry<'_>| entry.key.scalar().is_some_and(|key| key.text == "wayfare");
    let is_like =
        |entry: &Entry<'_>| entry.key.scalar().is_some_and(|key| suggest::nearest(&key.text, ["wayfare"]).is_some());
    mapping.entries.iter().position(is).or_else(|| mapping.entries.first().is_some_and(is_like).then_some(0))
}

/// The entry that says what the file is, and what that is.
fn kind<'n, 's>(cx: &mut Cx<'_>, mapping: &'n Mapping<'s>, root: &Node<'_>) -> Option<(&'n Entry<'s>, &'static str)> {
    let word = |entry: &Entry<'_>| {
        let key = entry.key.scalar()?;
        KINDS.iter().map(|(kind, _)| *kind).find(|kind| *kind == key.text)
    };
    let Some((entry, word)) = mapping.entries.iter().find_map(|entry| Some((entry, word(entry)?))) else {
        return misspelt(cx, mapping, root);
    };
    let place = mapping.entries.iter().position(|other| other.key.start == entry.key.start).unwrap_or(0);
    // Right behind a version that is not the first key it would be in its place, were that in its own.
    if place > place_of_version(mapping).map_or(0, |version| version + 1) && !mapping.holes {
        let span = cx.span(&entry.key);
        let finding = Finding::new(rule::WRONG_SHAPE, span, format!("`{word}` is the second key of a file"));
        let finding = finding.help(format!("write it right after `wayfare: 1`: `{word}: <id>`"));
        cx.idly(|cx| cx.report(finding));
    }
    Some((entry, word))
}

/// The entry that was meant to say what the file is, and what that would be.
fn misspelt<'n, 's>(
    cx: &mut Cx<'_>,
    mapping: &'n Mapping<'s>,
    root: &Node<'_>,
) -> Option<(&'n Entry<'s>, &'static str)> {
    if mapping.holes {
        cx.fail();
        return None;
    }
    let keys = || mapping.entries.iter().take(3).filter_map(|entry| Some((entry, &*entry.key.scalar()?.text)));
    let near = keys().find_map(|(entry, key)| Some((entry, key, suggest::nearest(key, KINDS.map(|(kind, _)| kind))?)));
    if let Some((entry, key, near)) = near {
        let finding = Finding::new(rule::UNKNOWN_KEY, cx.span(&entry.key), format!("a file has no key `{key}`"));
        cx.report(finding.help(format!("did you mean `{near}`?")));
        cx.misspell(entry.key.start);
        return Some((entry, near));
    }
    let span = first_key(cx, mapping, root);
    cx.report(Finding::new(rule::MISSING_KEY, span, "the key `journey` is missing").help(SECOND));
    None
}

fn id(cx: &mut Cx<'_>, entry: &Entry<'_>, word: &str) -> Name {
    match cx.name(&entry.value, "an id") {
        Some(name) => {
            if word != "scenarios" {
                names::check_id(cx, &name, &format!("a {word}"));
            }
            name
        }
        None => Name::new(format!("?{}", entry.key.start).into(), cx.span(&entry.key)),
    }
}

fn first_key(cx: &Cx<'_>, mapping: &Mapping<'_>, root: &Node<'_>) -> Span {
    mapping.entries.first().map_or_else(|| cx.span(root), |entry| cx.span(&entry.key))
}
