//! What changed between two versions, in every format.

pub mod json;
pub mod several;
pub mod several_json;
pub mod several_text;
pub mod text;
pub mod written;
