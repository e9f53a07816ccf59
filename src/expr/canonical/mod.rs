//! The canonical form of expressions: what they mean, whatever they are written like.

mod body;
mod fold;
pub mod of_expression;
mod of_term;
