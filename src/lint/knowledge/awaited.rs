//! The variables that a timer waits for.

use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::values_of;
use crate::expr::solve::values::Values;
use crate::expr::solve::world::{Ground, Thing, World};
use crate::expr::term::Term;
use crate::model::journey::{Due, Timer};
use crate::terms::value::Value;

/// The variables without which a timer is never due: those that may be missing, and then its instant is.
pub fn by<'t>(ground: &'t Ground, timer: &'t Timer) -> impl Iterator<Item = u16> + 't {
    let term = if let Due::At(term) = &timer.due { Some(term) } else { None };
    let awaits = move |&slot: &u16| {
        let may_be_missing = ground.context[usize::from(slot)].contains(&Value::Unit);
        let world = || World::of(ground).with(Thing::Context(slot), Values::one(&Value::Unit));
        let due = |term: &Term| values_of(term, &world(), &mut Budget::default()).present();
        may_be_missing && term.is_some_and(|term| due(term).is_empty())
    };
    timer.reads.context.iter().copied().filter(awaits)
}
