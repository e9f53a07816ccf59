//! What became of the same people in both versions, in the formats that are read.

mod grid;
pub mod html;
pub mod json;
pub mod markdown;
pub mod text;
pub mod told;
