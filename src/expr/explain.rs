//! Why a condition holds or does not: its parts, each with the value that the evaluator gives it and with what it read.

use smol_str::SmolStr;

use crate::expr::evaluation::Run;
use crate::expr::inputs::Inputs;
use crate::expr::node::Node;
use crate::expr::term::Condition;
use crate::expr::wording::Names;
use crate::terms::value::Value;

/// A condition or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its text in the language.
    pub text: String,
    /// What came of it.
    pub found: Found,
    /// What it is made of.
    pub made: Made,
}

/// What a condition is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Made {
    /// Parts that must all hold, asked in order until one does not.
    All(Vec<Part>),
    /// Parts of which one must hold, asked in order until one does.
    Any(Vec<Part>),
    /// Parts that must not hold.
    Not(Box<Part>),
    /// One question, with what it read (nothing where it was not asked, or is nothing but what it reads), and what the
    /// evaluator complained about on the way.
    Question(Vec<Reading>, Vec<SmolStr>),
}

/// What came of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It holds, or it does not.
    Holds(bool),
    /// It has no value, for this reason; the whole counts as false.
    Failed(String),
    /// What stands before it had decided.
    Unasked,
}

/// A place that was read, and what was there.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Its text in the language.
    pub text: String,
    /// Its value.
    pub value: Value,
}

impl Found {
    /// Whether it was asked and holds.
    pub const fn holds(&self) -> bool {
        matches!(self, Self::Holds(true))
    }
}

/// Why `condition` holds under `inputs` or does not. Complaints go to the parts that made them.
pub fn explain(condition: &Condition, inputs: &Inputs<'_>, names: &Names<'_>) -> Part {
    Explainer { inputs, names }.part(Piece::Condition(condition), true)
}

struct Explainer<'e, 'i> {
    inputs: &'e Inputs<'i>,
    names: &'e Names<'i>,
}

/// A part of a condition, on either side of the line between YAML and expressions.
#[derive(Clone, Copy)]
enum Piece<'c> {
    Condition(&'c Condition),
    Node(&'c Node),
}

enum Form<'c> {
    All(Vec<Piece<'c>>),
    Any(Vec<Piece<'c>>),
    Not(Piece<'c>),
    Question(&'c Node),
}

impl<'c> Piece<'c> {
    fn form(self) -> Form<'c> {
        match self {
            Self::Condition(Condition::Expression(program)) => Self::Node(program.root()).form(),
            Self::Condition(Condition::All(_)) | Self::Node(Node::And(_)) => Form::All(self.gathered(true)),
            Self::Condition(Condition::Any(_)) | Self::Node(Node::Or(_)) => Form::Any(self.gathered(false)),
            Self::Condition(Condition::Not(one)) => Self::Condition(one).negated(),
            Self::Node(Node::Not(one)) => Self::Node(one).negated(),
            Self::Node(node) => Form::Question(node),
        }
    }

    /// `!x` is as much one question as `x` is.
    fn negated(self) -> Form<'c> {
        match self.form() {
            Form::Question(node) => Form::Question(node),
            _ => Form::Not(self),
        }
    }

    /// The parts of an `all` (else of an `any`), those of others of its kind inside it among them.
    fn gathered(self, all: bool) -> Vec<Self> {
        let inner: Vec<Self> = match (self, all) {
            (Self::Condition(Condition::All(parts)), true) | (Self::Condition(Condition::Any(parts)), false) => {
                parts.iter().map(Self::Condition).collect()
            }
            (Self::Condition(Condition::Expression(program)), _) => return Self::Node(program.root()).gathered(all),
            (Self::Node(Node::And(parts)), true) | (Self::Node(Node::Or(parts)), false) => {
                parts.iter().map(Self::Node).collect()
            }
            _ => return vec![self],
        };
        inner.into_iter().flat_map(|piece| piece.gathered(all)).collect()
    }
}

impl Explainer<'_, '_> {
    fn part(&self, piece: Piece<'_>, asked: bool) -> Part {
        let found = if asked { self.found(piece) } else { Found::Unasked };
        // What the whole complained about, its parts will again.
        let complaints = self.inputs.complaints.take();
        let text = match piece {
            Piece::Condition(condition) => condition.wording(self.names),
            Piece::Node(node) => node.wording(self.names),
        };
        let made = match piece.form() {
            Form::All(pieces) => Made::All(self.parts(&pieces, asked, true)),
            Form::Any(pieces) => Made::Any(self.parts(&pieces, asked, false)),
            Form::Not(piece) => Made::Not(Box::new(self.part(piece, asked))),
            Form::Question(node) => {
                let mut readings = Vec::new();
                if asked {
                    self.read(node, &mut readings);
                    // What is nothing but a place has said what is there.
                    readings.retain(|reading| reading.text != text || matches!(found, Found::Failed(_)));
                }
                Made::Question(readings, complaints)
            }
        };
        Part { text, found, made }
    }

    /// The parts in order; behind the first that is not `while_` they are not asked any more.
    fn parts(&self, pieces: &[Piece<'_>], mut asked: bool, while_: bool) -> Vec<Part> {
        let mut parts = Vec::with_capacity(pieces.len());
        for &piece in pieces {
            let part = self.part(piece, asked);
            asked &= part.found == Found::Holds(while_);
            parts.push(part);
        }
        parts
    }

    fn found(&self, piece: Piece<'_>) -> Found {
        let value = match piece {
            Piece::Condition(condition) => condition.test(self.inputs),
            Piece::Node(node) => node.test(&Run::new(self.inputs)),
        };
        value.map_or_else(|error| Found::Failed(error.to_string()), Found::Holds)
    }

    /// Adds what `node` reads, each place once, in order.
    fn read(&self, node: &Node, readings: &mut Vec<Reading>) {
        let read = match node {
            Node::SlotInt(_, source, _) | Node::SlotNumber(_, source, _) | Node::SlotText(_, source, _) => {
                &Node::Read(*source)
            }
            Node::Read(_)
            | Node::ReadPath(..)
            | Node::Asked(..)
            | Node::Consent(_)
            | Node::Envelope(_)
            | Node::UserId
            | Node::UserAnonymous
            | Node::Now
            | Node::EnteredAt
            | Node::InState(_) => node,
            other => return each_inside(other, &mut |inside| self.read(inside, readings)),
        };
        let text = read.wording(self.names);
        if readings.iter().all(|reading| reading.text != text)
            && let Ok(value) = read.eval(&Run::new(self.inputs))
        {
            readings.push(Reading { text, value });
        }
    }
}

/// Hands `visit` the operands of `node`, in order.
pub(crate) fn each_inside<'n>(node: &'n Node, visit: &mut dyn FnMut(&'n Node)) {
    match node {
        Node::Not(one)
        | Node::Negate(one)
        | Node::Signed(one)
        | Node::Chain(one)
        | Node::Widen(one)
        | Node::Convert(_, one)
        | Node::Field(_, one, _) => {
            visit(one);
        }
        Node::And(parts)
        | Node::Or(parts)
        | Node::Coalesce(parts)
        | Node::Template(parts)
        | Node::List(parts)
        | Node::Call(_, _, parts)
        | Node::Function(_, _, parts) => parts.iter().for_each(visit),
        Node::Object(fields) => fields.iter().for_each(|(_, node)| visit(node)),
        Node::CompareInts(_, both)
        | Node::CompareNumbers(_, both)
        | Node::Binary(_, both)
        | Node::Ints(_, both)
        | Node::Numbers(_, both)
        | Node::In(_, both)
        | Node::Index(_, both) => {
            visit(&both.0);
            visit(&both.1);
        }
        Node::If(parts) | Node::InRange(_, _, parts) => {
            visit(&parts.0);
            visit(&parts.1);
            visit(&parts.2);
        }
        Node::Constant(_)
        | Node::Read(_)
        | Node::ReadPath(..)
        | Node::Asked(..)
        | Node::Consent(_)
        | Node::Envelope(_)
        | Node::UserId
        | Node::UserAnonymous
        | Node::Now
        | Node::EnteredAt
        | Node::InState(_)
        | Node::SlotInt(..)
        | Node::SlotNumber(..)
        | Node::SlotText(..)
        // Statements are of functions, which no condition looks into.
        | Node::Block(_) => {}
    }
}
