//! Files of scenario tests: the tests, and whom each is about.

use crate::syntax::core_schema::{Literal, literal};
use crate::syntax::decode::context::{Cx, items};
use crate::syntax::decode::fields::Fields;
use crate::syntax::decode::scenarios_item::item;
use crate::syntax::decode::scenarios_value::{answers, file, instant, literals};
use crate::syntax::elements::scenarios::{SCENARIOS, TEST, USER};
use crate::syntax::node::Node;
use crate::syntax::scenarios::{AnonymousDecl, ScenariosDocument, TestDecl, UserDecl};
use crate::terms::rule;
use crate::terms::span::Name;

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
    Some(TestDecl {
        name: name.unwrap_or_else(|| keys.placeholder(cx)),
        journeys: keys.get("journeys").map(|node| files(cx, node)).unwrap_or_default(),
        start: keys.get("start").and_then(|node| instant(cx, node)),
        context: keys.get("context").map(|node| literals(cx, node, "variables with their values")).unwrap_or_default(),
        user: keys.get("user").and_then(|node| user(cx, node)).unwrap_or_default(),
        steps: steps.map(items).unwrap_or_default().iter().filter_map(|node| item(cx, node)).collect(),
    })
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
