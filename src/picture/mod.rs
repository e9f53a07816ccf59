//! A journey as boxes and lines: what is drawn, in words, whatever draws it.

pub mod chart;
pub mod compose;
pub mod element;
pub mod fold;
mod frame;
pub mod mark;
pub mod places;
mod words;
