//! Lists of things to do that differ in nothing but a parameter that an action no longer has.

use smol_str::{SmolStr, format_smolstr};

use crate::diff::change::Whole;
use crate::diff::pair::{Delta, Pair};
use crate::graph::content::element::{Element, Sort};
use crate::graph::content::said::{Line, Said};
use crate::model::ids::ActionId;
use crate::model::journey::{Block, Work};

/// The change by which an action lost the parameter, where `delta` is no more than that; the first, of several.
pub fn losing(pair: &Pair<'_>, delta: &Delta<'_>) -> Option<Whole> {
    let block = |line: Option<&Line<'_>>| match line.map(|line| &line.said) {
        Some(Said::Block(block)) => Some((*block).clone()),
        _ => None,
    };
    let (mut was, is) = (block(delta.was)?, block(delta.is)?);
    let mut lost = None;
    strip(pair, &mut was, &mut lost);
    lost.filter(|_| pair.was.forms.block(&was) == pair.is.forms.block(&is))
}

/// Takes from `block` every parameter that the new version does not have.
fn strip(pair: &Pair<'_>, block: &mut Block, lost: &mut Option<Whole>) {
    for instruction in block {
        match &mut instruction.work {
            Work::Act(action, params) => params.retain(|(name, ..)| {
                let gone = gone(pair, *action, name);
                let is_kept = gone.is_none();
                *lost = lost.take().or(gone);
                is_kept
            }),
            Work::If(_, then, otherwise) => {
                strip(pair, then, lost);
                strip(pair, otherwise, lost);
            }
            _ => {}
        }
    }
}

/// The change by which `action` lost the parameter `name`.
fn gone(pair: &Pair<'_>, action: ActionId, name: &SmolStr) -> Option<Whole> {
    let action = &pair.old.machine.journey.actions[action.index()].name.value;
    let now = pair.new.machine.journey.actions.iter().find(|of| of.name.value == *action)?;
    let is_gone = !now.params.iter().any(|param| param.name == *name);
    is_gone.then(|| Whole::of(&Element::of(Sort::Action, action), &format_smolstr!("param.{name}")))
}
