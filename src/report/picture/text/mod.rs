//! The picture in characters: states from the top down, rails at the side that lead from steps to their targets.

pub mod draw;
mod glyphs;
mod rails;
mod rows;
mod wrap;
