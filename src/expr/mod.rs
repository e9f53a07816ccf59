//! One expression: its parse, types and program. The only room that knows Rhai.

mod arithmetic;
mod body;
mod builtin;
pub mod calendar;
mod calls;
pub mod check;
mod checker;
mod conditions;
mod declare;
mod eval;
mod evaluation;
mod execute;
pub mod explain;
pub mod facts;
mod fault;
pub mod flow;
mod forbidden;
#[doc(hidden)]
pub mod forms;
mod frame;
pub mod function;
pub mod inflow;
pub mod inputs;
mod kinds;
mod links;
mod literals;
mod loops;
mod lower;
mod lower_statements;
mod names;
mod node;
mod operators;
pub mod parse;
pub mod paths;
pub mod program;
mod quick;
pub mod reads;
pub mod reference;
mod reference_operators;
mod reference_values;
mod refusal;
mod roots;
pub mod scope;
mod sizes;
mod strength;
mod syntax_fault;
pub mod term;
#[cfg(test)]
mod tests;
pub mod tokens;
pub mod tree;
mod variables;
pub mod wording;
mod wording_terms;
#[cfg(test)]
mod world;
mod written;
