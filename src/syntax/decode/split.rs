//! Experiments.

use crate::syntax::chart::{ArmDecl, SplitDecl};
use crate::syntax::core_schema::{Literal, literal};
use crate::syntax::decode::context::{Cx, has_holes, items};
use crate::syntax::decode::fields::Fields;
use crate::syntax::decode::names;
use crate::syntax::decode::step::{id, targets};
use crate::syntax::decode::value::{assignments, value};
use crate::syntax::elements::split::{ARM, SPLIT};
use crate::syntax::node::{Entry, Node};
use crate::terms::span::Spanned;

/// The experiment under the key of `entry`.
pub fn split(cx: &mut Cx<'_>, entry: &Entry<'_>) -> SplitDecl {
    let span = cx.span(&entry.key);
    let mut split = SplitDecl { span, key: None, salt: None, arms: Vec::new(), hidden: true };
    if let Some(keys) = Fields::of(cx, &entry.value, &SPLIT) {
        let key = keys.require(cx, "key");
        split.key = key.and_then(|node| value(cx, node));
        let salt = keys.require(cx, "salt");
        split.salt = salt.and_then(|node| value(cx, node));
        let arms = keys.require(cx, "arms");
        split.arms = arms.map(|node| items(node).iter().filter_map(|node| arm(cx, node)).collect()).unwrap_or_default();
        let dropped = arms.is_none_or(|node| has_holes(node) || split.arms.len() < items(node).len());
        split.hidden = dropped || keys.hides("arms");
    }
    split
}

fn arm(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ArmDecl> {
    let keys = Fields::of(cx, node, &ARM)?;
    let id = id(cx, &keys, |cx, name| names::check_id(cx, name, "an arm"));
    let share = keys.require(cx, "weight");
    keys.require(cx, "to");
    Some(ArmDecl {
        id,
        weight: share.and_then(|node| weight(cx, node)),
        to: targets(cx, &keys, "to"),
        set: keys.get("set").map(|node| assignments(cx, node)).unwrap_or_default(),
    })
}

fn weight(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Spanned<f64>> {
    let weight = match literal(node) {
        Some(Literal::Int(int)) => int as f64,
        Some(Literal::Number(number)) if number.is_finite() => number,
        _ => {
            cx.wrong(node, "a number", "write a weight such as `1` or `0.5`");
            return None;
        }
    };
    Some(Spanned::new(weight, cx.span(node)))
}
