//! Lists of things to do that differ in nothing but a parameter that an action no longer has, or that begins otherwise.

use smol_str::{SmolStr, format_smolstr};

use crate::diff::change::Whole;
use crate::diff::pair::{Delta, Pair};
use crate::expr::term::Term;
use crate::graph::content::element::{Element, Sort};
use crate::graph::content::said::{Line, Said};
use crate::model::ids::ActionId;
use crate::model::journey::{Block, Journey, Work};
use crate::terms::shape::Field;
use crate::terms::value::Value;

/// The change of a parameter, by which it is gone or has another default, where `delta` is no more than that; the first,
/// of several.
pub fn following(pair: &Pair<'_>, delta: &Delta<'_>) -> Option<Whole> {
    let block = |line: Option<&Line<'_>>| match line.map(|line| &line.said) {
        Some(Said::Block(block)) => Some((*block).clone()),
        _ => None,
    };
    let (mut was, mut is) = (block(delta.was)?, block(delta.is)?);
    let [old, new] = [&*pair.old.machine.journey, &*pair.new.machine.journey];
    let mut first = None;
    strip(&mut was, &mut |action, name, term| {
        let name_of = &old.actions[action.index()].name.value;
        let follows = match (param(old, name_of, name), param(new, name_of, name)) {
            (Some(was), Some(is)) => has_other_default(was, is) && is_default(was, term),
            (_, None) => new.actions.iter().any(|of| of.name.value == *name_of),
            (None, Some(_)) => false,
        };
        note(follows, &mut first, name_of, name)
    });
    strip(&mut is, &mut |action, name, term| {
        let name_of = &new.actions[action.index()].name.value;
        let both = param(old, name_of, name).zip(param(new, name_of, name));
        let follows = both.is_some_and(|(was, is)| has_other_default(was, is) && is_default(is, term));
        note(follows, &mut first, name_of, name)
    });
    first.filter(|_| pair.was.forms.block(&was) == pair.is.forms.block(&is))
}

fn note(follows: bool, first: &mut Option<Whole>, action: &SmolStr, name: &SmolStr) -> bool {
    if follows && first.is_none() {
        *first = Some(Whole::of(&Element::of(Sort::Action, action), &format_smolstr!("param.{name}")));
    }
    follows
}

/// Takes from `block` every argument that `follows` from a change of its parameter.
fn strip(block: &mut Block, follows: &mut dyn FnMut(ActionId, &SmolStr, &Term) -> bool) {
    for instruction in block {
        match &mut instruction.work {
            Work::Act(action, params) => params.retain(|(name, term, _)| !follows(*action, name, term)),
            Work::If(_, then, otherwise) => {
                strip(then, follows);
                strip(otherwise, follows);
            }
            _ => {}
        }
    }
}

fn param<'j>(journey: &'j Journey, action: &str, name: &str) -> Option<&'j Field> {
    let action = journey.actions.iter().find(|of| of.name.value == action)?;
    action.params.iter().find(|param| param.name == name)
}

fn has_other_default(was: &Field, is: &Field) -> bool {
    was.shape.default != is.shape.default
}

fn is_default(param: &Field, term: &Term) -> bool {
    let default: Option<&Value> = param.shape.default.as_ref();
    matches!(term, Term::Constant(value) if Some(value) == default)
}
