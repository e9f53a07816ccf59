//! What the params of an action may be: what the calls of a journey give.

use smol_str::SmolStr;

use crate::expr::solve::values::Values;
use crate::expr::term::Term;
use crate::lint::blocks;
use crate::model::ids::ActionId;
use crate::model::journey::{Journey, Work};
use crate::terms::value::Value;

/// What the param `name` of `action` may be; absent where a call computes it, or another version of the journey may have
/// asked.
pub fn given(journey: &Journey, action: ActionId, name: &SmolStr) -> Option<Values> {
    if !journey.migrate.is_empty() {
        return None;
    }
    let field = journey.actions[action.index()].params.iter().find(|field| field.name == *name)?;
    let default = field.shape.default.as_ref().unwrap_or(&Value::Unit);
    let (mut all, mut known) = (Values::none(), true);
    blocks::all(journey, &mut |block| {
        blocks::each(block, &mut |instruction| {
            let Work::Act(of, params) = &instruction.work else { return };
            if *of != action {
                return;
            }
            match params.iter().find(|(param, ..)| param == name).map(|(_, term, _)| term) {
                Some(Term::Constant(value)) => all = all.join(&Values::one(value)),
                Some(_) => known = false,
                None => all = all.join(&Values::one(default)),
            }
        });
    });
    (known && !all.is_empty()).then_some(all)
}
