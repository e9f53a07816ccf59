//! One thing that a journey says of one of its parts.

use smol_str::SmolStr;

use crate::expr::program::Program;
use crate::expr::term::{Condition, Term};
use crate::graph::content::element::Element;
use crate::model::journey::{Block, Due, EventCall, Migration, ScheduleTime, Work};
use crate::terms::form::Form;
use crate::terms::shape::Shape;

/// One thing that is said of a part.
#[derive(Clone, Debug)]
pub struct Line<'j> {
    /// Of which.
    pub element: Element,
    /// Which thing: `guard`, `to`, `set.step_index`, `param.template`.
    pub key: SmolStr,
    /// What.
    pub said: Said<'j>,
    /// Where it counts: what is live is the same for all versions, prose is for people.
    pub kind: Kind,
}

/// What a line is to a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What happens to people.
    Meaning,
    /// What people are told of it; no one on a journey sees it.
    Prose,
    /// What is shared by all versions at once, and is no content of any: caps and windows of catalogs.
    Live,
}

/// What is said.
#[derive(Clone, Debug)]
pub enum Said<'j> {
    /// Words and numbers that stand for themselves.
    Plain(Form),
    /// Names, in an order that says nothing, or in one that does.
    Names(Vec<SmolStr>),
    /// A text for people, or a name.
    Text(SmolStr),
    /// A span of time, in milliseconds.
    Length(i64),
    /// A type with its limits.
    Shape(&'j Shape),
    /// A value.
    Term(&'j Term),
    /// A condition.
    Condition(&'j Condition),
    /// A list of things to do.
    Block(&'j Block),
    /// One event with its payload.
    Call(&'j EventCall),
    /// When a timer is due.
    Due(&'j Due),
    /// What becomes of people on other versions.
    Migrations(&'j [Migration]),
}

impl Said<'_> {
    /// Calls `visit` with each of its expressions.
    pub fn programs<'t>(&'t self, visit: &mut dyn FnMut(&'t Program)) {
        match self {
            Self::Plain(_)
            | Self::Names(_)
            | Self::Text(_)
            | Self::Length(_)
            | Self::Shape(_)
            | Self::Migrations(_) => {}
            Self::Term(term) => term.programs(visit),
            Self::Condition(condition) => condition.programs(visit),
            Self::Block(block) => in_block(block, visit),
            Self::Call(call) => call.payload.iter().for_each(|field| field.1.programs(visit)),
            Self::Due(Due::After(term) | Due::At(term) | Due::Every(term, _)) => term.programs(visit),
            Self::Due(Due::Gaps(terms)) => terms.iter().for_each(|term| term.programs(visit)),
        }
    }
}

fn in_block<'t>(block: &'t Block, visit: &mut dyn FnMut(&'t Program)) {
    for instruction in block {
        match &instruction.work {
            Work::Act(_, params) => params.iter().for_each(|param| param.1.programs(visit)),
            Work::Raise(call) | Work::Emit(call) => call.payload.iter().for_each(|field| field.1.programs(visit)),
            Work::Schedule(schedule) => {
                schedule.call.payload.iter().for_each(|field| field.1.programs(visit));
                let (ScheduleTime::After(when) | ScheduleTime::At(when)) = &schedule.when;
                when.programs(visit);
            }
            Work::Cancel(_) => {}
            Work::Set(assigns) => assigns.iter().for_each(|assign| assign.value.programs(visit)),
            Work::If(condition, then, otherwise) => {
                condition.programs(visit);
                in_block(then, visit);
                in_block(otherwise, visit);
            }
        }
    }
}
