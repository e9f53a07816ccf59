//! The canonical layout of a YAML text: every value, comment and key stays, only how they stand on the page changes.

mod align;
mod comment;
pub mod elsewhere;
mod inline;
mod older;
mod page;
mod printer;
mod proof;
mod reading;
mod scalar;
mod sheet;
pub mod text;
