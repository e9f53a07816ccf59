//! The items of a scenario test: what happens.

use crate::syntax::decode::context::Cx;
use crate::syntax::decode::fields::{Fields, entries};
use crate::syntax::decode::scenarios_expect::expect;
use crate::syntax::decode::scenarios_value::{answers, file, instant, literals};
use crate::syntax::elements::scenarios_item::{DEEDS, FATES, ITEM, SEND};
use crate::syntax::node::{Entry, Node, NodeKind};
use crate::syntax::scenarios::{AnswerDecl, Deed, ItemDecl, SendDecl};
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::{Name, Spanned};

/// One item.
pub fn item(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ItemDecl> {
    let mark = cx.mark();
    let keys = Fields::of(cx, node, &ITEM)?;
    let deeds: Vec<&Entry<'_>> = DEEDS.iter().filter_map(|key| keys.entry(key)).collect();
    let written = keys.get("expect");
    if deeds.is_empty() && written.is_none() && !ITEM.names.iter().any(|key| keys.is_misspelt(key)) {
        keys.missing(
            cx,
            "send",
            "say what happens, `send`, `answer`, `wait`, `until` or `deploy`, or what to `expect`",
        );
    }
    if let [first, .., last] = deeds.as_slice() {
        two_deeds(cx, first, last);
    }
    let deed = deeds.first().and_then(|entry| deed(cx, entry));
    let expect = written.and_then(|node| expect(cx, node));
    // An item of which something is left out would be another test; its findings say what.
    (!cx.broken(mark)).then(|| ItemDecl { span: cx.span(node), deed, expect })
}

fn two_deeds(cx: &mut Cx<'_>, one: &Entry<'_>, other: &Entry<'_>) {
    let (first, last) = (cx.span(&one.key), cx.span(&other.key));
    let finding = Finding::new(rule::WRONG_SHAPE, first.max(last), "an item does one thing");
    cx.report(finding.label(first.min(last), "the other one").help("write two items, one after the other"));
}

fn deed(cx: &mut Cx<'_>, entry: &Entry<'_>) -> Option<Spanned<Deed>> {
    let (key, node) = (entry.key.scalar()?, &entry.value);
    let deed = match &*key.text {
        "send" => Deed::Send(Box::new(send(cx, node)?)),
        "answer" => Deed::Answer(Box::new(answer(cx, node)?)),
        "wait" => Deed::Wait(cx.duration(node)?.value),
        "until" => Deed::Until(instant(cx, node)?.value),
        _ => Deed::Deploy(file(cx, node)?),
    };
    Some(Spanned::new(deed, cx.span(node)))
}

fn send(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<SendDecl> {
    let what = "the name of an event";
    if !matches!(node.kind, NodeKind::Mapping(_)) {
        let event = cx.name(node, what)?;
        return Some(SendDecl {
            event,
            payload: Vec::new(),
            as_: None,
            anonymous: None,
            traits: Vec::new(),
            consent: Vec::new(),
            at: None,
            key: None,
        });
    }
    let keys = Fields::of(cx, node, &SEND)?;
    let event = keys.require(cx, "event");
    let fields = |cx: &mut Cx<'_>, key, what| keys.get(key).map(|node| literals(cx, node, what)).unwrap_or_default();
    let payload = fields(cx, "payload", "the payload's fields with their values");
    let traits = fields(cx, "traits", "profile fields with their values");
    Some(SendDecl {
        payload,
        as_: keys.get("as").and_then(|node| cx.name(node, "the name of a person")),
        anonymous: keys.get("anonymous").and_then(|node| cx.name(node, "an anonymous id")),
        traits,
        consent: keys.get("consent").map(|node| answers(cx, node)).unwrap_or_default(),
        at: keys.get("at").and_then(|node| instant(cx, node)),
        key: keys.get("key").and_then(|node| cx.name(node, "an idempotency key")),
        event: event.and_then(|node| cx.name(node, what))?,
    })
}

fn answer(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<AnswerDecl> {
    const HELP: &str =
        "write `answer: { charge: succeeded, result: { … } }` or `answer: { charge: failed, reason: … }`";
    let mut fate: Option<(Name, Spanned<bool>)> = None;
    let (mut result, mut reason, mut as_) = (None, None, None);
    let pairs = entries(cx, node, "an action with its fate");
    for (name, node) in pairs {
        match &*name.value {
            "result" => result = Some((name, literals(cx, node, "the answer's fields with their values"))),
            "reason" => reason = cx.string(node, "a text").map(|text| (name, text.value)),
            "as" => as_ = cx.name(node, "the name of a person"),
            _ if fate.is_some() => {
                let finding = Finding::new(rule::WRONG_SHAPE, name.span, "an answer is about one action");
                cx.report(finding.help("write two items, one after the other"));
            }
            _ => fate = Some((name, cx.choice(node, &FATES)?)),
        }
    }
    let Some((action, succeeded)) = fate else {
        if !matches!(node.kind, NodeKind::Mapping(_)) && !node.is_null() {
            return None;
        }
        cx.fault(node, rule::WRONG_SHAPE, "an answer names an action", HELP);
        return None;
    };
    let stray = if succeeded.value { reason.as_ref().map(|(key, _)| key) } else { result.as_ref().map(|(key, _)| key) };
    if let Some(key) = stray {
        let word = if succeeded.value { "succeeded" } else { "failed" };
        let finding = Finding::new(rule::WRONG_SHAPE, key.span, format!("what {word} has no `{}`", key.value));
        cx.report(finding.label(succeeded.span, "as it says here").help(HELP));
    }
    Some(AnswerDecl {
        action,
        succeeded: succeeded.value,
        result: result.map(|(_, result)| result).unwrap_or_default(),
        reason: reason.map(|(_, reason)| reason),
        as_,
    })
}
