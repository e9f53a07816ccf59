//! One thing that a journey says of one of its parts.

use smol_str::SmolStr;

use crate::expr::term::{Condition, Term};
use crate::graph::content::element::Element;
use crate::model::journey::{Block, Due, EventCall, Migration};
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
