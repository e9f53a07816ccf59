//! A value of a journey's file, literal or computed, ready to run.

use smol_str::SmolStr;

use crate::expr::arithmetic::display;
use crate::expr::inputs::Inputs;
use crate::expr::program::{EvalError, Program};
use crate::terms::value::Value;

/// A literal, an expression, a text with expressions in it, or a list or object of these.
#[derive(Clone, Debug)]
pub enum Term {
    /// A literal, already of the type that its place asks.
    Constant(Value),
    /// `=expr`.
    Expression(Program),
    /// `"Hi ${name}"`.
    Text(Vec<TextPart>),
    /// A list with something computed in it.
    List(Vec<Term>),
    /// An object with something computed in it.
    Object(Vec<(SmolStr, Term)>),
}

/// A part of an interpolated text.
#[derive(Clone, Debug)]
pub enum TextPart {
    /// As it stands.
    Literal(SmolStr),
    /// What `${ … }` gives.
    Expression(Program),
}

/// A guard, an `if` or a condition, ready to run.
#[derive(Clone, Debug)]
pub enum Condition {
    /// One expression.
    Expression(Program),
    /// Every one holds.
    All(Vec<Condition>),
    /// One of them holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

impl Term {
    /// Its value.
    pub fn eval(&self, inputs: &Inputs<'_>) -> Result<Value, EvalError> {
        match self {
            Self::Constant(value) => Ok(value.clone()),
            Self::Expression(program) => program.eval(inputs),
            Self::Text(parts) => text(parts, inputs),
            Self::List(items) => {
                items.iter().map(|item| item.eval(inputs)).collect::<Result<Vec<_>, _>>().map(Value::list)
            }
            Self::Object(fields) => fields
                .iter()
                .map(|(name, term)| Ok((name.clone(), term.eval(inputs)?)))
                .filter(|field| !matches!(field, Ok((_, Value::Unit))))
                .collect::<Result<Vec<_>, _>>()
                .map(Value::object),
        }
    }
}

impl Term {
    /// Calls `visit` with each of its expressions.
    pub fn programs<'t>(&'t self, visit: &mut dyn FnMut(&'t Program)) {
        match self {
            Self::Constant(_) => {}
            Self::Expression(program) => visit(program),
            Self::Text(parts) => parts.iter().for_each(|part| {
                if let TextPart::Expression(program) = part {
                    visit(program);
                }
            }),
            Self::List(items) => items.iter().for_each(|item| item.programs(visit)),
            Self::Object(fields) => fields.iter().for_each(|(_, term)| term.programs(visit)),
        }
    }
}

impl Condition {
    /// Calls `visit` with each of its expressions.
    pub fn programs<'t>(&'t self, visit: &mut dyn FnMut(&'t Program)) {
        match self {
            Self::Expression(program) => visit(program),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.programs(visit)),
            Self::Not(part) => part.programs(visit),
        }
    }

    /// Whether it holds; an error anywhere that it looks is an error of the whole.
    pub fn test(&self, inputs: &Inputs<'_>) -> Result<bool, EvalError> {
        match self {
            Self::Expression(program) => program.test(inputs),
            Self::All(parts) => parts.iter().try_fold(true, |holds, part| Ok(holds && part.test(inputs)?)),
            Self::Any(parts) => parts.iter().try_fold(false, |holds, part| Ok(holds || part.test(inputs)?)),
            Self::Not(part) => part.test(inputs).map(|holds| !holds),
        }
    }
}

fn text(parts: &[TextPart], inputs: &Inputs<'_>) -> Result<Value, EvalError> {
    let mut text = String::new();
    for part in parts {
        match part {
            TextPart::Literal(literal) => text.push_str(literal),
            TextPart::Expression(program) => display(&program.eval(inputs)?, &mut text)?,
        }
    }
    Ok(Value::Str(text.into()))
}
