//! A journey's picture in the formats that show it.

pub mod direction;
pub mod dot;
mod escape;
pub mod html;
mod ink;
pub mod json;
mod label;
pub mod mermaid;
mod names;
mod palette;
pub mod place;
mod sign;
pub mod svg;
mod svg_box;
mod svg_line;
mod svg_mark;
pub mod text;
mod writer;
