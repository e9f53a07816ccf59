//! A journey's picture in the formats that show it.

mod escape;
mod ink;
mod sign;
pub mod svg;
mod svg_box;
mod svg_line;
mod svg_mark;
mod writer;
