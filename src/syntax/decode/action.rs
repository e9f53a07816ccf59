//! Declarations of actions: what the outside world may be asked to do.

use crate::syntax::declared::{ActionDecl, RetryDecl};
use crate::syntax::decode::cap::caps;
use crate::syntax::decode::context::Cx;
use crate::syntax::decode::field::{Role, fields};
use crate::syntax::decode::fields::Fields;
use crate::syntax::decode::names;
use crate::syntax::elements::action::{ACTION, BASES, OUTSIDES};
use crate::syntax::elements::naming::ITEMS;
use crate::syntax::elements::policy::RETRY;
use crate::syntax::node::{Entry, Node};
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::{Name, Spanned};

/// The action `name`.
pub fn action(cx: &mut Cx<'_>, name: Name, entry: &Entry<'_>) -> ActionDecl {
    let (node, mark) = (&entry.value, cx.mark());
    check_name(cx, &name);
    let mut action = empty(name);
    let keys = if node.is_null() { None } else { Fields::of(cx, node, &ACTION) };
    action.hidden = cx.is_partial(entry) || (keys.is_none() && !node.is_null());
    if let Some(keys) = keys {
        action.description = keys.words(cx, "description").map(|text| text.value);
        action.sink = keys.get("sink").and_then(|node| cx.name(node, "the name of a sink"));
        action.params = keys.get("params").map(|node| fields(cx, node, Role::Data)).unwrap_or_default();
        for param in action.params.iter_mut().filter(|param| param.broken) {
            // It may have a default that could not be read.
            param.shape.optional = true;
        }
        action.result = keys.get("result").map(|node| fields(cx, node, Role::Data)).unwrap_or_default();
        action.hidden |= cx.lost_since(mark) || ["params", "result"].iter().any(|key| keys.hides(key));
        policy(cx, &keys, &mut action);
        delivery(cx, &keys, &mut action);
    }
    action.broken = cx.is_partial(entry) || cx.broken(mark);
    action
}

fn check_name(cx: &mut Cx<'_>, name: &Name) {
    if ITEMS.contains(&&*name.value) {
        let message = format!("`{}` is an item of the language itself and no name for an action", name.value);
        let finding = Finding::new(rule::BAD_NAME, name.span, message);
        return cx.report(finding.help("choose another name"));
    }
    names::check_id(cx, name, "an action");
}

/// Whether and when it may be sent.
fn policy(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, action: &mut ActionDecl) {
    action.consent = keys.get("consent").and_then(|node| cx.name(node, "a consent purpose"));
    action.basis = keys.get("basis").and_then(|node| cx.choice(node, &BASES));
    action.cap = keys.get("cap").map(|node| caps(cx, node)).unwrap_or_default();
    action.window = keys.get("window").and_then(|node| cx.name(node, "the name of a window"));
    action.outside = keys.get("outside").and_then(|node| cx.choice(node, &OUTSIDES));
}

/// What becomes of it.
fn delivery(cx: &mut Cx<'_>, keys: &Fields<'_, '_>, action: &mut ActionDecl) {
    action.timeout = keys.get("timeout").and_then(|node| timeout(cx, node));
    action.retry = keys.get("retry").and_then(|node| retry(cx, node));
    action.on_success = keys.get("on_success").and_then(|node| cx.name(node, "the name of an event"));
    action.on_failure = keys.get("on_failure").and_then(|node| cx.name(node, "the name of an event"));
}

fn timeout(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Spanned<i64>> {
    let wait = cx.duration(node)?;
    if wait.value == 0 {
        let help = "write how long an answer is waited for, `30s`, or take it out";
        cx.fault(node, rule::WRONG_SHAPE, "a timeout of nothing waits for no answer", help);
        return None;
    }
    Some(wait)
}

fn retry(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<RetryDecl> {
    let keys = Fields::of(cx, node, &RETRY)?;
    let max = keys.require(cx, "max").and_then(|node| cx.count(node));
    let backoff = keys.get("backoff").and_then(|node| cx.duration(node)).map(|wait| wait.value);
    let longest = keys.get("limit");
    let limit = longest.and_then(|node| cx.duration(node)).map(|wait| wait.value);
    if let (Some(node), Some(first), Some(last)) = (longest, backoff, limit)
        && last < first
    {
        let help = "`backoff` is the first wait and `limit` the longest: swap the two";
        cx.fault(node, rule::WRONG_SHAPE, "the longest wait is shorter than the first", help);
    }
    Some(RetryDecl { max: max?.value, backoff, limit })
}

fn empty(name: Name) -> ActionDecl {
    ActionDecl {
        name,
        description: None,
        sink: None,
        params: Vec::new(),
        consent: None,
        basis: None,
        cap: Vec::new(),
        window: None,
        outside: None,
        timeout: None,
        retry: None,
        on_success: None,
        on_failure: None,
        result: Vec::new(),
        hidden: false,
        broken: false,
    }
}
