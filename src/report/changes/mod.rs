//! What changed between two versions, in every format.

pub mod catalogue;
pub mod groups;
pub mod html;
mod inline;
pub mod json;
pub mod markdown;
pub mod marks;
pub mod pictured;
pub mod sides;
pub mod text;
pub mod written;
