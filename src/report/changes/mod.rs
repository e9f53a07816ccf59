//! What changed between two versions, in every format.

pub mod json;
pub mod text;
pub mod written;
