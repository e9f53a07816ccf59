//! The picture of a journey in the formats that others draw, read or print.

pub mod direction;
pub mod dot;
pub mod json;
mod label;
pub mod mermaid;
mod names;
mod palette;
pub mod place;
pub mod text;
