//! What lists of actions bring about at one instant.

use smol_str::SmolStr;

use crate::expr::term::Term;
use crate::model::ids::{ActionId, EventId};
use crate::model::journey::{Block, ScheduleTime, Work};
use crate::terms::value::Value;

/// What is brought about, in order.
#[derive(Clone, Debug)]
pub enum Brought {
    /// An action is asked for.
    Act(ActionId),
    /// An event comes after so many milliseconds, under a name by which it can be cancelled.
    Event(EventId, i64, Option<SmolStr>),
    /// The event of this name does not come.
    Cancel(SmolStr),
}

/// What `block` brings about. Of two branches the one with more that `counts` is taken; events whose time nobody knows are
/// left out.
pub fn of_block(block: &Block, counts: &dyn Fn(ActionId) -> bool) -> Vec<Brought> {
    let mut all = Vec::new();
    for instruction in block {
        match &instruction.work {
            Work::Act(action, _) => all.push(Brought::Act(*action)),
            Work::Raise(call) | Work::Emit(call) => all.push(Brought::Event(call.event, 0, None)),
            Work::Schedule(schedule) => match &schedule.when {
                ScheduleTime::After(term) => {
                    all.extend(
                        known(term).map(|after| Brought::Event(schedule.call.event, after, schedule.id.clone())),
                    );
                }
                ScheduleTime::At(_) => {}
            },
            Work::Cancel(name) => all.push(Brought::Cancel(name.clone())),
            Work::If(_, then, otherwise) => {
                let (then, otherwise) = (of_block(then, counts), of_block(otherwise, counts));
                let weight = |branch: &[Brought]| {
                    branch.iter().filter(|one| matches!(one, Brought::Act(action) if counts(*action))).count()
                };
                all.extend(if weight(&otherwise) > weight(&then) { otherwise } else { then });
            }
            Work::Set(_) => {}
        }
    }
    all
}

/// The milliseconds of a duration that is the same for everybody.
pub fn known(term: &Term) -> Option<i64> {
    let value = match term {
        Term::Constant(value) => value,
        Term::Expression(program) => program.constant()?,
        _ => return None,
    };
    match value {
        Value::Duration(millis) => Some(*millis),
        _ => None,
    }
}
