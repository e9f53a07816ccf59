//! Lists that a guard asks only for whether something new is in them, which bounds nothing: there is always more that is new.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::expr::parse;
use crate::expr::tree::{LinkKind, Tree, TreeKind};
use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::{definitions, parts};
use crate::model::ids::StepId;
use crate::model::journey::{EventKind, Trigger};
use crate::terms::shape::{Of, Shape};

/// The slots of the lists of which the guard of `step` asks nothing else.
pub fn of(case: &Case<'_>, step: StepId) -> Vec<u16> {
    let machine = &case.machine;
    let Some(guard) = &case.step_decl(step).guard else { return Vec::new() };
    let (mut uses, mut idle, mut hidden) = (BTreeMap::new(), BTreeMap::new(), false);
    definitions::each_text(guard, &mut |text| {
        let Some(parsed) = parse::parse(text, &mut Vec::new()) else {
            hidden = true;
            return;
        };
        parts::each(&parsed.tree, &mut |part| {
            // What a definition reads is not looked into.
            hidden |= matches!(&part.kind, TreeKind::Name(name) if case.definitions().get(name).is_some());
            if let Some((name, _)) = variable(part) {
                *uses.entry(name.clone()).or_insert(0_usize) += 1;
            }
            if let Some(name) = sought(part, &|field| is_endless_field(machine, step, field)) {
                *idle.entry(name.clone()).or_insert(0_usize) += 1;
            }
        });
    });
    let alone: BTreeSet<SmolStr> =
        uses.into_iter().filter(|(name, count)| idle.get(name) == Some(count)).map(|(name, _)| name).collect();
    let asked = (0..)
        .zip(&machine.journey.context)
        .filter(|(_, variable)| !hidden && alone.contains(&variable.name.value) && is_endless_list(&variable.shape));
    asked.map(|(slot, _)| slot).collect()
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

/// The variable of `ctx.variable`, and whether nothing follows.
fn variable(tree: &Tree) -> Option<(&SmolStr, bool)> {
    let TreeKind::Chain(base, links) = &tree.kind else { return None };
    match (&base.kind, links.first().map(|link| &link.kind)) {
        (TreeKind::Name(root), Some(LinkKind::Field(name))) if root == "ctx" => Some((name, links.len() == 1)),
        _ => None,
    }
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
