//! What a list of actions asks of the outside.

use crate::model::ids::ActionId;
use crate::model::journey::{Block, Work};

/// Adds the actions that `block` may ask for.
pub fn asked(block: &Block, found: &mut impl Extend<ActionId>) {
    for instruction in block {
        match &instruction.work {
            Work::Act(action, _) => found.extend([*action]),
            Work::If(_, then, otherwise) => {
                asked(then, found);
                asked(otherwise, found);
            }
            _ => {}
        }
    }
}
