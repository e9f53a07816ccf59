//! What changed between two versions, in every format.

pub mod json;
pub mod migration;
pub mod style;
pub mod text;
pub mod written;
