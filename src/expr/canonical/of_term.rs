//! Values and conditions of a journey as forms, wherever YAML ends and an expression begins.

use crate::expr::canonical::of_expression::Canon;
use crate::expr::term::{Condition, Term, TextPart};
use crate::terms::form::Form;

impl Canon<'_> {
    /// The form of a value.
    pub fn term(&self, term: &Term) -> Form {
        match term {
            Term::Constant(value) => Form::from(value),
            Term::Expression(program) => self.program(program),
            Term::Text(parts) => Form::list(
                "text",
                parts.iter().map(|part| match part {
                    TextPart::Literal(text) => Form::text(text.clone()),
                    TextPart::Expression(program) => self.program(program),
                }),
            ),
            Term::List(items) => Form::list("list", items.iter().map(|item| self.term(item))),
            Term::Object(fields) => Form::map(fields.iter().map(|(name, term)| (name, self.term(term)))),
        }
    }

    /// The form of a condition: `all:` is `&&`, `any:` is `||`, `not:` is `!`.
    pub fn condition(&self, condition: &Condition) -> Form {
        match condition {
            Condition::Expression(program) => self.program(program),
            Condition::All(parts) => Form::chain("&&", parts.iter().map(|part| self.condition(part))),
            Condition::Any(parts) => Form::chain("||", parts.iter().map(|part| self.condition(part))),
            Condition::Not(part) => Form::list("!", [self.condition(part)]),
        }
    }
}
