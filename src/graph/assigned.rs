//! What a list of actions assigns.

use crate::model::journey::{Block, Work};

/// Adds the variables that `block` may set.
pub fn assigned(block: &Block, set: &mut impl Extend<u16>) {
    for instruction in block {
        match &instruction.work {
            Work::Set(assigns) => set.extend(assigns.iter().map(|assign| assign.variable.0)),
            Work::If(_, then, otherwise) => {
                assigned(then, set);
                assigned(otherwise, set);
            }
            _ => {}
        }
    }
}
