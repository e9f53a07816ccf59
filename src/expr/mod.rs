//! One expression: its parse, types and program. The only room that knows Rhai.

pub mod check;
pub mod facts;
pub mod function;
pub mod inputs;
pub mod parse;
pub mod paths;
pub mod program;
pub mod reads;
pub mod scope;
pub mod term;
