//! A journey's picture in the formats that show it.

pub mod beside;
pub mod clip;
pub mod direction;
pub mod dot;
pub mod escape;
pub mod html;
mod ink;
pub mod json;
pub mod label;
pub mod mermaid;
mod names;
pub mod palette;
pub mod place;
mod sign;
pub mod svg;
mod svg_box;
mod svg_line;
mod svg_mark;
pub mod text;
mod turned;
pub mod writer;
