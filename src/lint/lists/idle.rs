//! What an expression asks of a list that can stay so while the list grows, and so bounds nothing: whether something new is
//! in it, of which there is always more; something that is never added; no less than it has at first.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::expr::tree::{BinaryOp, LinkKind, Tree, TreeKind};
use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::lists::items::{Added, is_same, literal, literals, variable};
use crate::lint::parts;
use crate::model::ids::StepId;
use crate::model::journey::{EventKind, Trigger, Variable};
use crate::terms::shape::{Of, Shape};
use crate::terms::value::Value;

/// The lists of which `tree`, a part of the guard of `step` that must hold or fail, asks nothing else; these items are
/// `added` to lists.
pub fn of((case, step): (&Case<'_>, StepId), added: &Added, tree: &Tree, holds: bool) -> BTreeSet<SmolStr> {
    let machine = &case.machine;
    let (mut uses, mut idle, mut hidden) = (BTreeMap::new(), BTreeMap::new(), false);
    parts::each(tree, &mut |part| {
        // What a definition reads is not looked into here.
        hidden |= matches!(&part.kind, TreeKind::Name(name) if case.definitions().get(name).is_some());
        if let Some((name, _)) = variable(part) {
            *uses.entry(name).or_insert(0_usize) += 1;
        }
        if let Some(name) = sought(part, &|field| is_endless_field(machine, step, field)) {
            *idle.entry(name).or_insert(0_usize) += 1;
        }
    });
    if hidden {
        return BTreeSet::new();
    }
    let declared = |name: &str| machine.journey.context.iter().find(|variable| variable.name.value == name);
    let is_endless = |name: &&SmolStr| declared(name).is_some_and(|variable| is_endless_list(&variable.shape));
    let alone = uses.iter().filter(|(name, count)| idle.get(*name) == Some(count)).map(|(name, _)| *name);
    let stays = never_added(tree, added, holds).or_else(|| no_less(tree, &declared, holds));
    let once = stays.filter(|name| uses.get(*name) == Some(&1));
    alone.filter(is_endless).chain(once).cloned().collect()
}

/// The list of a test whether something is in it, or whether it is another one, that no item which is `added` to it ends.
fn never_added<'t>(tree: &'t Tree, added: &Added, holds: bool) -> Option<&'t SmolStr> {
    let (list, items) = match &tree.kind {
        TreeKind::In(lacks, both) if *lacks == holds => (&both.1, vec![literal(&both.0)?]),
        TreeKind::Binary(BinaryOp::Ne, both) if holds => (&both.0, literals(&both.1)?),
        TreeKind::Binary(BinaryOp::Eq, both) if !holds => (&both.0, literals(&both.1)?),
        TreeKind::Call(call) if call.name == "contains" && !holds => match call.args.as_slice() {
            [list, item] => (list, vec![literal(item)?]),
            _ => return None,
        },
        TreeKind::Chain(_, links) if !holds => match links.get(1..)?.first().map(|link| &link.kind) {
            Some(LinkKind::Method(name, args)) if name == "contains" && links.len() == 2 => {
                (tree, vec![literal(args.first()?)?])
            }
            _ => return None,
        },
        _ => return None,
    };
    let (name, alone) = variable(list)?;
    let never = added.get(name)?.iter().all(|item| !items.iter().any(|other| is_same(item, other)));
    (never && !items.is_empty() && (alone || std::ptr::eq(list, tree))).then_some(name)
}

/// The list of a test that it has so many items or more, as it has by default.
fn no_less<'t>(tree: &'t Tree, declared: &dyn Fn(&str) -> Option<&'t Variable>, holds: bool) -> Option<&'t SmolStr> {
    let TreeKind::Binary(op, both) = &tree.kind else { return None };
    let (name, least, op) = match (counted(&both.0), counted(&both.1)) {
        (Some(name), None) => (name, literal(&both.1)?, *op),
        (None, Some(name)) => (name, literal(&both.0)?, turned(*op)),
        _ => return None,
    };
    let (Value::Int(least), Value::List(items)) = (least, &declared(name)?.default) else { return None };
    let count = items.len() as i64;
    let has = match (op, holds) {
        (BinaryOp::Ge, true) | (BinaryOp::Lt, false) => count >= least,
        (BinaryOp::Gt, true) | (BinaryOp::Le, false) => count > least,
        _ => false,
    };
    has.then_some(name)
}

const fn turned(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Lt => BinaryOp::Gt,
        BinaryOp::Le => BinaryOp::Ge,
        BinaryOp::Gt => BinaryOp::Lt,
        BinaryOp::Ge => BinaryOp::Le,
        other => other,
    }
}

/// The list of `ctx.list.len()` or `len(ctx.list)`.
fn counted(tree: &Tree) -> Option<&SmolStr> {
    match &tree.kind {
        TreeKind::Call(call) if call.name == "len" => match call.args.as_slice() {
            [list] => variable(list).filter(|(_, alone)| *alone).map(|(name, _)| name),
            _ => None,
        },
        TreeKind::Chain(_, links) => match links.get(1..)? {
            [link] => match &link.kind {
                LinkKind::Method(name, _) if name == "len" => Some(variable(tree)?.0),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// The list of `item in ctx.list` or `ctx.list.contains(item)` where the item is a field of the event that may always be
/// a new one.
fn sought<'t>(part: &'t Tree, is_endless: &dyn Fn(&str) -> bool) -> Option<&'t SmolStr> {
    let (list, item) = match &part.kind {
        TreeKind::In(_, both) => (variable(&both.1).filter(|(_, alone)| *alone)?.0, &both.0),
        TreeKind::Call(call) if call.name == "contains" => match call.args.as_slice() {
            [list, item] => (variable(list).filter(|(_, alone)| *alone)?.0, item),
            _ => return None,
        },
        TreeKind::Chain(_, links) => match links.get(1..)?.first().map(|link| &link.kind) {
            Some(LinkKind::Method(name, args)) if name == "contains" && links.len() == 2 => {
                (variable(part)?.0, args.first()?)
            }
            _ => return None,
        },
        _ => return None,
    };
    field(item).filter(|name| is_endless(name)).map(|_| list)
}

/// The field of `event.payload.field`.
fn field(tree: &Tree) -> Option<&SmolStr> {
    let TreeKind::Chain(base, links) = &tree.kind else { return None };
    let (TreeKind::Name(root), [payload, field]) = (&base.kind, links.as_slice()) else { return None };
    match (&payload.kind, &field.kind) {
        (LinkKind::Field(first), LinkKind::Field(name)) if root == "event" && first == "payload" => Some(name),
        _ => None,
    }
}

fn is_endless_field(machine: &Machine, step: StepId, name: &str) -> bool {
    let Trigger::Events(events) = &machine.step(step).trigger else { return false };
    let endless = |kind: &EventKind| match kind {
        EventKind::Declared(contract, _) => {
            contract.fields.iter().any(|field| field.name == name && is_endless(&field.shape.of))
        }
        _ => false,
    };
    !events.is_empty() && events.iter().all(|event| endless(&machine.journey.events[event.index()].kind))
}

fn is_endless_list(shape: &Shape) -> bool {
    matches!(&shape.of, Of::List(item) if is_endless(&item.of))
}

/// Whether there are so many values of a type that nobody comes to the end of them.
const fn is_endless(of: &Of) -> bool {
    matches!(of, Of::String | Of::Timestamp)
}
