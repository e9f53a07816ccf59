//! The parts of conditions as one graph: what is written twice is one part, and parts stand behind what they are made of.

use std::sync::Arc;

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::expr::builtin::Builtin;
use crate::expr::node::{Body, Node};
use crate::expr::solve::world::Thing;
use crate::expr::tree::BinaryOp;
use crate::terms::types::Type;
use crate::terms::value::Value;

/// The place of a part in the graph.
pub(crate) type Id = u32;

/// One part.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Term<'a> {
    pub(crate) op: Op<'a>,
    pub(crate) args: SmallVec<[Id; 2]>,
}

/// What a part does with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Op<'a> {
    Int(i64),
    Number(f64),
    Text(&'a SmolStr),
    Constant(&'a Value),
    /// A thing, or fields inside it.
    Read(Thing, &'a [SmolStr]),
    Not,
    And,
    Or,
    If,
    Coalesce,
    Compare(BinaryOp, Strict),
    Ints(BinaryOp),
    Numbers(BinaryOp),
    Binary(BinaryOp),
    Negate,
    Signed,
    /// Item and whole; negated where `true`.
    In(bool),
    /// Item, from, to; negated, inclusive.
    InRange(bool, bool),
    Widen,
    Convert(&'a Type),
    List,
    Template,
    Call(Known),
    /// A function of the journey that is not looked into.
    Function(Shared<'a>),
    /// Its last argument, once all have a value.
    After,
    /// A part that is not looked into: the same text has the same value. Its arguments are what it reads.
    Opaque(Hidden<'a>),
}

/// Which operands a comparison takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strict {
    Any,
    Ints,
    Numbers,
}

/// A function of the language, the same where its name is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known(pub(crate) &'static Builtin);

/// A function of the journey, the same where it is compiled once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shared<'a>(pub(crate) &'a Arc<Body>);

/// A node that is not looked into.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hidden<'a>(pub(crate) &'a Node);

impl PartialEq for Known {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl PartialEq for Shared<'_> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(self.0, other.0)
    }
}

impl PartialEq for Hidden<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0) || format!("{:?}", self.0) == format!("{:?}", other.0)
    }
}

/// All parts of a question.
#[derive(Debug, Default)]
pub(crate) struct Terms<'a> {
    pub(crate) all: Vec<Term<'a>>,
    /// A thing or field, and fields inside it.
    pub(crate) inside: Vec<(Id, Id)>,
}

impl<'a> Terms<'a> {
    /// The part that does `op` with `args`.
    pub(crate) fn add(&mut self, op: Op<'a>, args: &[Id]) -> Id {
        if let Some(known) = self.all.iter().position(|term| term.op == op && term.args.as_slice() == args) {
            return known as Id;
        }
        let id = self.all.len() as Id;
        self.all.push(Term { op, args: SmallVec::from_slice(args) });
        id
    }

    pub(crate) fn get(&self, id: Id) -> &Term<'a> {
        &self.all[id as usize]
    }

    /// The argument of a part at `place`.
    pub(crate) fn arg(&self, id: Id, place: usize) -> Id {
        self.all[id as usize].args[place]
    }

    /// What is read, in order of first sight.
    pub(crate) fn reads(&self) -> impl Iterator<Item = (Id, Thing, &'a [SmolStr])> + '_ {
        self.all.iter().enumerate().filter_map(|(id, term)| match term.op {
            Op::Read(thing, path) => Some((id as Id, thing, path)),
            _ => None,
        })
    }
}
