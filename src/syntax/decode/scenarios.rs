//! Files of scenario tests: the tests, and whom each is about.

use crate::syntax::core_schema::{Literal, literal};
use crate::syntax::decode::context::{Cx, has_holes, items};
use crate::syntax::decode::fields::Fields;
use crate::syntax::decode::scenarios_item::item;
use crate::syntax::decode::scenarios_value::{answers, file, instant, literals};
use crate::syntax::elements::scenarios::{SCENARIOS, TEST, USER};
use crate::syntax::elements::scenarios_item::DEEDS;
use crate::syntax::node::{Entry, Node};
use crate::syntax::scenarios::{AnonymousDecl, ScenariosDocument, TestDecl, UserDecl};
use crate::terms::rule;
use crate::terms::span::Name;
use crate::terms::suggest;

/// The tests of `journey`.
pub fn scenarios(cx: &mut Cx<'_>, node: &Node<'_>, journey: Name) -> Option<ScenariosDocument> {
    let keys = Fields::of(cx, node, &SCENARIOS)?;
    let tests = keys.require(cx, "tests");
    let tests = tests.map(items).unwrap_or_default();
    let tests = tests.iter().filter_map(|node| test(cx, node)).collect();
    Some(ScenariosDocument { file: cx.source.id, journey, tests, allows: Vec::new() })
}

fn test(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<TestDecl> {
    let keys = Fields::of(cx, node, &TEST)?;
    let name = keys.require(cx, "name");
    let name = name.and_then(|node| cx.name(node, "a name"));
    let steps = keys.require(cx, "steps");
    if let Some(node) = steps.filter(|node| items(node).is_empty()) {
        cx.fault(node, rule::WRONG_SHAPE, "a test in which nothing happens", TEST.help("steps"));
    }
    let mark = cx.mark();
    let journeys = keys.get("journeys").map(|node| files(cx, node)).unwrap_or_default();
    let beside = cx.broken(mark) || keys.hides("journeys");
    let written = steps.map(items).unwrap_or_default();
    let read: Vec<_> = written.iter().map(|node| (node, item(cx, node))).collect();
    let left_out = || read.iter().filter(|(_, item)| item.is_none()).map(|(node, _)| *node);
    let lines_lost = keys.hides("steps") || steps.is_some_and(has_holes);
    let (deployed, some_left_out) = (left_out().any(may_deploy), left_out().next().is_some());
    Some(TestDecl {
        name: name.unwrap_or_else(|| keys.placeholder(cx)),
        journeys,
        start: keys.get("start").and_then(|node| instant(cx, node)),
        context: keys.get("context").map(|node| literals(cx, node, "variables with their values")).unwrap_or_default(),
        user: keys.get("user").and_then(|node| user(cx, node)).unwrap_or_default(),
        steps: read.into_iter().filter_map(|(_, item)| item).collect(),
        journeys_hidden: beside || deployed || lines_lost,
        persons_hidden: some_left_out || lines_lost,
    })
}

/// Whether an item that could not be read may have brought a journey in.
fn may_deploy(node: &Node<'_>) -> bool {
    let deploys =
        |entry: &Entry<'_>| entry.key.scalar().is_none_or(|key| suggest::nearest(&key.text, DEEDS) == Some("deploy"));
    node.mapping().is_none_or(|mapping| mapping.holes || mapping.entries.iter().any(deploys))
}

fn files(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<Name> {
    items(node).iter().filter_map(|node| file(cx, node)).collect()
}

fn user(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<UserDecl> {
    let keys = Fields::of(cx, node, &USER)?;
    Some(UserDecl {
        id: keys.get("id").and_then(|node| cx.name(node, "an id")),
        anonymous: keys.get("anonymous").and_then(|node| anonymous(cx, node)),
        consent: keys.get("consent").map(|node| answers(cx, node)).unwrap_or_default(),
        profile: keys
            .get("profile")
            .map(|node| literals(cx, node, "profile fields with their values"))
            .unwrap_or_default(),
    })
}

fn anonymous(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<AnonymousDecl> {
    match literal(node) {
        Some(Literal::Bool(flag)) => Some(AnonymousDecl::Flag(flag)),
        _ => cx.name(node, "an anonymous id, or `true`").map(AnonymousDecl::Id),
    }
}
