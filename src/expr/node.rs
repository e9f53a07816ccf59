//! A compiled expression: typed, over slots, with nodes of their own for the shapes that guards mostly have.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::expr::builtin::Builtin;
use crate::expr::inflow::Inflow;
use crate::expr::tree::BinaryOp;
use crate::terms::shape::{Field, Shape};
use crate::terms::types::Type;
use crate::terms::value::Value;

/// One operation and its operands.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Constant(Value),
    /// A slot.
    Read(Source),
    /// Fields below a slot; missing where one of them is.
    ReadPath(Source, Box<[SmolStr]>),
    /// A read with `?.` in it, and which fields stand behind one: the value is the same, the text is not.
    Asked(Box<[bool]>, Box<Node>),
    Consent(u16),
    Envelope(Member),
    UserId,
    UserAnonymous,
    Now,
    EnteredAt,
    InState(u32),
    Not(Box<Node>),
    And(Box<[Node]>),
    Or(Box<[Node]>),
    If(Box<(Node, Node, Node)>),
    Coalesce(Box<[Node]>),
    /// A slot compared with a constant int.
    SlotInt(BinaryOp, Source, i64),
    /// A slot compared with a constant number.
    SlotNumber(BinaryOp, Source, f64),
    /// A slot compared with a constant text, for equality.
    SlotText(BinaryOp, Source, SmolStr),
    /// Two ints compared.
    CompareInts(BinaryOp, Box<(Node, Node)>),
    /// Two numbers compared.
    CompareNumbers(BinaryOp, Box<(Node, Node)>),
    /// Any two values under an operator.
    Binary(BinaryOp, Box<(Node, Node)>),
    /// Two ints, giving an int.
    Ints(BinaryOp, Box<(Node, Node)>),
    /// Two numbers, giving a number.
    Numbers(BinaryOp, Box<(Node, Node)>),
    Negate(Box<Node>),
    /// A value that must be of a kind that has a sign.
    Signed(Box<Node>),
    /// Item and whole; negated where `true`.
    In(bool, Box<(Node, Node)>),
    /// Item, from, to; negated, inclusive.
    InRange(bool, bool, Box<(Node, Node, Node)>),
    /// An int as a number.
    Widen(Box<Node>),
    /// A value as one of another type, or an error.
    Convert(Arc<Type>, Box<Node>),
    /// A chain with `?.` in it.
    Chain(Box<Node>),
    /// A field.
    Field(Reach, Box<Node>, SmolStr),
    /// An item of a list or a field of an object by its computed name.
    Index(Reach, Box<(Node, Node)>),
    Template(Box<[Node]>),
    List(Box<[Node]>),
    Object(Box<[(SmolStr, Node)]>),
    /// A function of the language.
    Call(Reach, &'static Builtin, Box<[Node]>),
    /// A function of the journey.
    Function(Reach, Arc<Body>, Box<[Node]>),
    /// Statements of a function where a value belongs: that of the last.
    Block(Box<[Line]>),
}

/// What a link of a chain does where what it stands behind is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// It is an error.
    Must,
    /// `?.`: it and the rest of the chain are left out.
    May,
    /// It is an error, unless an earlier `?.` of the chain has left out the rest.
    Rest,
}

/// Where a slot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Context(u16),
    Old(u16),
    Profile(u16),
    Payload(u16),
    Local(u16),
}

/// The members of an event beside its payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Member {
    Kind,
    Id,
    Timestamp,
    Session,
}

/// A function of the journey, compiled.
#[derive(Debug)]
pub(crate) struct Body {
    /// Its name, for errors.
    pub(crate) name: SmolStr,
    /// How many slots its parameters and variables take.
    pub(crate) slots: usize,
    /// What it does.
    pub(crate) lines: Box<[Line]>,
    /// The type of its result, which a value may have to be converted to.
    pub(crate) returns: Type,
    /// The limits of parameters, by their place.
    pub(crate) limits: Box<[(usize, Field)]>,
    /// The limits of its result.
    pub(crate) result: Option<Shape>,
    /// Of which parameters the result is made.
    pub(crate) made_of: Box<[Inflow]>,
}

/// One statement of a function.
#[derive(Clone, Debug)]
pub(crate) enum Line {
    Value(Node),
    Set(u16, Node),
    If(Node, Box<[Line]>, Box<[Line]>),
    Block(Box<[Line]>),
    /// Slots of the item and the counter, the list, the lines.
    ForList(u16, Option<u16>, Node, Box<[Line]>),
    /// The same over ints: from, to, whether `to` is inside.
    ForRange(u16, Option<u16>, Box<(Node, Node)>, bool, Box<[Line]>),
    While(Node, Box<[Line]>),
    Break,
    Continue,
    Return(Node),
}

impl Node {
    /// Whether it is made of nothing but literals, whose strings are of no enum that anybody declared.
    pub(crate) fn is_literal(&self) -> bool {
        match self {
            Self::Constant(_) => true,
            Self::If(parts) => parts.1.is_literal() && parts.2.is_literal(),
            Self::Coalesce(parts) | Self::List(parts) => parts.iter().all(Self::is_literal),
            Self::Object(fields) => fields.iter().all(|field| field.1.is_literal()),
            Self::Binary(_, both) => both.0.is_literal() && both.1.is_literal(),
            Self::Index(_, both) => both.0.is_literal(),
            Self::Field(_, base, _) | Self::Convert(_, base) | Self::Chain(base) => base.is_literal(),
            Self::Block(lines) => matches!(lines.last(), Some(Line::Value(last)) if last.is_literal()),
            Self::Call(_, builtin, args) if builtin.name == "without" => args.first().is_some_and(Self::is_literal),
            _ => false,
        }
    }
}

impl std::fmt::Debug for Builtin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}
