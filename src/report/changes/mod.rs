//! What changed between two versions, in every format.

pub mod json;
mod migration;
pub mod several;
pub mod several_json;
pub mod several_text;
pub mod style;
pub mod text;
pub mod written;
