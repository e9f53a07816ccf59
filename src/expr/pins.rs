//! What conditions want to be one value: where two want another of one thing, they never hold at once.

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::expr::node::{Node, Source};
use crate::expr::term::Condition;
use crate::expr::tree::BinaryOp;

/// The things that must be one value where a condition holds.
#[derive(Clone, Debug, Default)]
pub struct Pins<'c>(SmallVec<[(Source, Pin<'c>); 2]>);

#[derive(Clone, Copy, Debug)]
enum Pin<'c> {
    Int(i64),
    Text(&'c SmolStr),
    Bool(bool),
}

impl Condition {
    /// What it wants to be one value, as far as that can be seen at once.
    pub fn pins(&self) -> Pins<'_> {
        let mut pins = Pins::default();
        self.pin(&mut pins);
        pins
    }

    fn pin<'c>(&'c self, pins: &mut Pins<'c>) {
        match self {
            Self::Expression(program) => pins.of(program.root()),
            Self::All(parts) => parts.iter().for_each(|part| part.pin(pins)),
            Self::Any(_) | Self::Not(_) => {}
        }
    }
}

impl<'c> Pins<'c> {
    /// Whether a condition with these and one with `others` cannot both hold.
    pub fn exclude(&self, others: &Self) -> bool {
        let differ = |one: Pin<'_>, other: Pin<'_>| match (one, other) {
            (Pin::Int(one), Pin::Int(other)) => one != other,
            (Pin::Text(one), Pin::Text(other)) => one != other,
            (Pin::Bool(one), Pin::Bool(other)) => one != other,
            _ => false,
        };
        self.0
            .iter()
            .any(|(thing, pin)| others.0.iter().any(|(other, another)| thing == other && differ(*pin, *another)))
    }

    fn of(&mut self, node: &'c Node) {
        match node {
            Node::And(parts) => parts.iter().for_each(|part| self.of(part)),
            Node::SlotInt(BinaryOp::Eq, source, int) => self.0.push((*source, Pin::Int(*int))),
            Node::SlotText(BinaryOp::Eq, source, text) => self.0.push((*source, Pin::Text(text))),
            Node::Read(source) => self.0.push((*source, Pin::Bool(true))),
            Node::Not(one) => {
                if let Node::Read(source) = &**one {
                    self.0.push((*source, Pin::Bool(false)));
                }
            }
            _ => {}
        }
    }
}
