//! What fires a step: exactly one of events, a timer, and `always`.

use crate::syntax::chart::{TriggerDecl, TriggerKind};
use crate::syntax::decode::context::{Cx, items};
use crate::syntax::decode::fields::Fields;
use crate::syntax::decode::value::{duration, instant};
use crate::syntax::elements::step::{TIMERS, TRIGGERS};
use crate::syntax::node::{Entry, Node, NodeKind};
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::{Name, Span};

/// The trigger of the step whose id stands at `id`.
pub fn trigger(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, id: Span) -> Option<TriggerDecl> {
    let found: Vec<&Entry<'_>> = TRIGGERS.iter().filter_map(|key| keys.entry(key)).collect();
    let [entry] = found.as_slice() else {
        if found.is_empty() {
            none(cx, keys, id);
        } else {
            several(cx, &found, id);
        }
        return None;
    };
    let key = entry.key.scalar().map_or("", |key| &key.text);
    let within = within(cx, keys, key, id);
    let kind = kind(cx, keys, key, &entry.value);
    times_without_every(cx, keys, key, id);
    Some(TriggerDecl { kind: kind?, key: cx.span(&entry.key), within })
}

/// Event names or patterns, at least one.
pub fn events(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<Name> {
    let expected = "the name of an event";
    if items(node).is_empty() {
        cx.wrong(node, expected, "name at least one event");
    }
    cx.names(node, expected)
}

fn kind(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, key: &str, node: &Node<'_>) -> Option<TriggerKind> {
    match key {
        "triggers" => Some(events(cx, node)).filter(|events| !events.is_empty()).map(TriggerKind::Events),
        "after" => duration(cx, node).map(TriggerKind::After),
        "at" => instant(cx, node).map(TriggerKind::At),
        "every" => every(cx, keys, node),
        _ if cx.flag(node)? => Some(TriggerKind::Always),
        _ => {
            cx.wrong(node, "`true`", "a step that never fires is left out");
            None
        }
    }
}

fn every(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, node: &Node<'_>) -> Option<TriggerKind> {
    let times = keys.get("times");
    let NodeKind::Sequence(gaps, ..) = &node.kind else {
        let times = times.and_then(|node| cx.count(node));
        return duration(cx, node).map(|gap| TriggerKind::Every(gap, times));
    };
    if let Some(times) = times {
        cx.fault(
            times,
            rule::WRONG_SHAPE,
            "`times` beside a list of gaps",
            "a list fires once after each gap; leave `times` out",
        );
    }
    if gaps.is_empty() {
        cx.wrong(node, "a list of durations", "write at least one gap, `[1d, 3d]`");
        return None;
    }
    let read: Vec<_> = gaps.iter().map(|gap| duration(cx, gap)).collect();
    read.into_iter().collect::<Option<Vec<_>>>().map(TriggerKind::Gaps)
}

fn within(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, key: &str, id: Span) -> Option<Name> {
    let entry = keys.entry("within")?;
    if !TIMERS.contains(&key) {
        let finding = Finding::new(rule::SEVERAL_TRIGGERS, id, "`within` without a timer");
        let finding = finding.label(cx.span(&entry.key), "a window holds timers back, not events");
        cx.report(finding.help("remove it, or test the time in the guard"));
        return None;
    }
    cx.name(&entry.value, "the name of a window")
}

fn times_without_every(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, key: &str, id: Span) {
    if let Some(entry) = keys.entry("times")
        && key != "every"
    {
        let finding = Finding::new(rule::SEVERAL_TRIGGERS, id, "`times` without `every`");
        cx.report(
            finding.label(cx.span(&entry.key), "counts the firings of `every`").help("remove it, or write `every`"),
        );
    }
}

fn none(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, id: Span) {
    if keys.has_holes() || TRIGGERS.iter().any(|key| keys.is_misspelt(key)) {
        return cx.fail();
    }
    let finding = Finding::new(rule::SEVERAL_TRIGGERS, id, "a step without a trigger");
    cx.report(finding.help("write one of `triggers`, `after`, `at`, `every` and `always: true`"));
}

fn several(cx: &mut Cx<'_>, found: &[&Entry<'_>], id: Span) {
    let finding = Finding::new(rule::SEVERAL_TRIGGERS, id, "a step with more than one trigger");
    let finding = found.iter().fold(finding, |finding, entry| finding.label(cx.span(&entry.key), "a trigger"));
    cx.report(finding.help("keep one, and write a step of its own for each of the others"));
}
