//! Whether two journeys write the same, letter by letter: then it means the same, as long as names do.

use crate::expr::function::Function;
use crate::expr::parse::Parsed;
use crate::expr::program::Program;
use crate::expr::term::{Condition, Term, TextPart};
use crate::expr::words::Words;

impl Term {
    /// Whether both are written alike and come to the same where nothing has to be computed.
    pub fn is_written_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Constant(a), Self::Constant(b)) => a == b,
            (Self::Expression(a), Self::Expression(b)) => is_same(a, b),
            (Self::Text(a), Self::Text(b)) => all(a, b, |a, b| match (a, b) {
                (TextPart::Literal(a), TextPart::Literal(b)) => a == b,
                (TextPart::Expression(a), TextPart::Expression(b)) => is_same(a, b),
                _ => false,
            }),
            (Self::List(a), Self::List(b)) => all(a, b, Self::is_written_as),
            (Self::Object(a), Self::Object(b)) => all(a, b, |a, b| a.0 == b.0 && a.1.is_written_as(&b.1)),
            _ => false,
        }
    }
}

impl Condition {
    /// Whether both are written alike.
    pub fn is_written_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Expression(a), Self::Expression(b)) => is_same(a, b),
            (Self::All(a), Self::All(b)) | (Self::Any(a), Self::Any(b)) => all(a, b, Self::is_written_as),
            (Self::Not(a), Self::Not(b)) => a.is_written_as(b),
            _ => false,
        }
    }
}

impl Words {
    /// Whether both have the same definitions and functions, written alike and in the same order.
    pub fn is_written_as(&self, other: &Self) -> bool {
        let definitions = all(&self.definitions, &other.definitions, |a, b| {
            let text = |body: &Option<Parsed>| body.as_ref().map(|body| body.text.text.clone());
            a.name == b.name && text(&a.body) == text(&b.body)
        });
        let is_same = |a: &Function, b: &Function| {
            a.name == b.name && a.params == b.params && a.source == b.source && a.returns == b.returns
        };
        definitions && all(&self.functions.all, &other.functions.all, is_same)
    }
}

fn is_same(a: &Program, b: &Program) -> bool {
    a.written() == b.written() && a.constant() == b.constant()
}

fn all<T>(a: &[T], b: &[T], is_same: impl Fn(&T, &T) -> bool) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
}
