//! What a list of actions does, whichever way its conditions go.

use crate::model::journey::{Assign, Block, Instruction, Journey, StateKind, Step, Work};
use crate::syntax::content::{Assignment, ItemDecl, ItemKind};

/// Hands `visit` every instruction of `block`, those inside an `if` among them, in order.
pub fn each<'a>(block: &'a Block, visit: &mut dyn FnMut(&'a Instruction)) {
    for instruction in block {
        visit(instruction);
        if let Work::If(_, then, otherwise) = &instruction.work {
            each(then, visit);
            each(otherwise, visit);
        }
    }
}

/// Hands `visit` every assignment of `block`, in order.
pub fn assignments<'a>(block: &'a Block, visit: &mut dyn FnMut(&'a Assign)) {
    each(block, &mut |instruction| {
        if let Work::Set(assigns) = &instruction.work {
            assigns.iter().for_each(&mut *visit);
        }
    });
}

/// Hands `visit` every assignment of `step`, in order.
pub fn of_step<'a>(step: &'a Step, visit: &mut dyn FnMut(&'a Assign)) {
    step.set.iter().for_each(&mut *visit);
    assignments(&step.actions, visit);
}

/// Hands `visit` every list of actions of `journey`.
pub fn all<'a>(journey: &'a Journey, visit: &mut dyn FnMut(&'a Block)) {
    for state in &journey.states {
        visit(&state.on_entry);
        visit(&state.on_exit);
    }
    journey.steps.iter().for_each(|step| visit(&step.actions));
    journey.exit.iter().for_each(|rule| visit(&rule.actions));
}

/// Hands `visit` every assignment of `journey`.
pub fn everywhere<'a>(journey: &'a Journey, visit: &mut dyn FnMut(&'a Assign)) {
    journey.entry.set.iter().for_each(&mut *visit);
    journey.steps.iter().flat_map(|step| &step.set).for_each(&mut *visit);
    for state in &journey.states {
        if let StateKind::Split(split) = &state.kind {
            split.arms.iter().flat_map(|arm| &arm.set).for_each(&mut *visit);
        }
    }
    all(journey, &mut |block| assignments(block, visit));
}

/// Hands `visit` every assignment of `items` as it was written, in order.
pub fn written<'a>(items: &'a [ItemDecl], visit: &mut dyn FnMut(&'a Assignment)) {
    for item in items {
        match &item.kind {
            ItemKind::Set(assigns) => assigns.iter().for_each(&mut *visit),
            ItemKind::If(_, then, otherwise) => {
                written(then, visit);
                written(otherwise, visit);
            }
            _ => {}
        }
    }
}
