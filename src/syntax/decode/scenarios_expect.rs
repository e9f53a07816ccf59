//! What scenario tests expect.

use smol_str::SmolStr;

use crate::syntax::content::ValueDecl;
use crate::syntax::core_schema::{Literal, literal};
use crate::syntax::decode::context::{Cx, items};
use crate::syntax::decode::fields::{Fields, entries};
use crate::syntax::decode::scenarios_value::{instant, literals, pairs};
use crate::syntax::elements::scenarios_expect::{EXPECT, HELD, IGNORED, STATUSES};
use crate::syntax::node::Node;
use crate::syntax::scenarios::{CallDecl, DueDecl, ExpectDecl};
use crate::terms::element::{Choice, Word};
use crate::terms::rule;
use crate::terms::span::{Name, Spanned};
use crate::terms::time::parse_duration;

/// An expectation.
pub fn expect(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ExpectDecl> {
    let mark = cx.mark();
    let keys = Fields::of(cx, node, &EXPECT)?;
    let asks = EXPECT.names.iter().any(|&key| key != "as" && keys.get(key).is_some());
    if !asks && !cx.broken(mark) {
        let help = "say what must hold, `expect: { state: ONBOARDING }`";
        cx.fault(node, rule::WRONG_SHAPE, "an expectation that expects nothing", help);
    }
    let values = |cx: &mut Cx<'_>, key, what| keys.get(key).map(|node| named(cx, node, what)).unwrap_or_default();
    let context = values(cx, "context", "variables with their values");
    let profile = values(cx, "profile", "profile fields with their values");
    Some(ExpectDecl {
        span: cx.span(node),
        as_: keys.get("as").and_then(|node| cx.name(node, "the name of a person")),
        state: keys.get("state").map(|node| Spanned::new(cx.names(node, "the name of a state"), cx.span(node))),
        status: keys.get("status").and_then(|node| cx.choice(node, &STATUSES)),
        context,
        profile,
        actions: keys.get("actions").map(|node| calls(cx, node)),
        actions_include: keys.get("actions_include").map(|node| some_calls(cx, node)),
        held: keys.get("held").map(|node| {
            let held =
                pairs(cx, node, "actions with the reason why each was held back", |cx, node| word(cx, node, &HELD));
            Spanned::new(held, cx.span(node))
        }),
        steps: keys.get("steps").map(|node| Spanned::new(cx.names(node, "the id of a step"), cx.span(node))),
        no_step: keys.get("no_step").and_then(|node| cx.flag(node).map(|flag| Spanned::new(flag, cx.span(node)))),
        ignored: keys.get("ignored").and_then(|node| word(cx, node, &IGNORED)),
        dead_letter: keys.get("dead_letter").and_then(|node| cx.name(node, "the reason of a dead letter")),
        timers: keys.get("timers").map(|node| {
            let timers = pairs(cx, node, "steps with the instant at which each is due", due);
            Spanned::new(timers, cx.span(node))
        }),
    })
}

/// Names with values, at least one: what names nothing could not fail.
fn named(cx: &mut Cx<'_>, node: &Node<'_>, what: &str) -> Vec<(Name, ValueDecl)> {
    let mark = cx.mark();
    let named = literals(cx, node, what);
    if named.is_empty() && !cx.broken(mark) {
        cx.fault(
            node,
            rule::WRONG_SHAPE,
            "an expectation that expects nothing",
            "name at least one, or leave the key out",
        );
    }
    named
}

fn word(cx: &mut Cx<'_>, node: &Node<'_>, words: &[Word]) -> Option<Spanned<SmolStr>> {
    let members: Vec<_> = words.iter().map(|word| Choice::new(word.word, word.word, word.about)).collect();
    cx.choice(node, &members).map(|word| Spanned::new(SmolStr::new_static(word.value), word.span))
}

fn calls(cx: &mut Cx<'_>, node: &Node<'_>) -> Spanned<Vec<CallDecl>> {
    let mut calls = Vec::new();
    for item in items(node) {
        if item.mapping().is_none() {
            let action = cx.name(item, "an action, or `action: { param: value }`");
            calls.extend(action.map(|action| CallDecl { action, params: Vec::new() }));
            continue;
        }
        for (action, node) in entries(cx, item, "an action with its params") {
            calls.push(CallDecl { action, params: literals(cx, node, "params with their values") });
        }
    }
    Spanned::new(calls, cx.span(node))
}

fn some_calls(cx: &mut Cx<'_>, node: &Node<'_>) -> Spanned<Vec<CallDecl>> {
    let mark = cx.mark();
    let calls = calls(cx, node);
    if calls.value.is_empty() && !cx.broken(mark) {
        let help = "name at least one action; `actions: []` asks that nothing was sent";
        cx.fault(node, rule::WRONG_SHAPE, "an expectation that expects nothing", help);
    }
    calls
}

fn due(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Spanned<DueDecl>> {
    let due = match literal(node) {
        Some(Literal::Null) => DueDecl::Never,
        Some(Literal::Str(text)) if parse_duration(text).is_ok() => DueDecl::In(cx.duration(node)?.value),
        _ => DueDecl::At(instant(cx, node)?.value),
    };
    Some(Spanned::new(due, cx.span(node)))
}
