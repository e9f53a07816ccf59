//! Values and conditions of a journey as forms, wherever YAML ends and an expression begins.

use crate::expr::canonical::of_expression::Canon;
use crate::expr::program::Program;
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

    /// Calls `visit` with every expression of `term`.
    pub fn programs<'t>(term: &'t Term, visit: &mut dyn FnMut(&'t Program)) {
        match term {
            Term::Constant(_) => {}
            Term::Expression(program) => visit(program),
            Term::Text(parts) => parts.iter().for_each(|part| {
                if let TextPart::Expression(program) = part {
                    visit(program);
                }
            }),
            Term::List(items) => items.iter().for_each(|item| Self::programs(item, visit)),
            Term::Object(fields) => fields.iter().for_each(|(_, term)| Self::programs(term, visit)),
        }
    }
}
