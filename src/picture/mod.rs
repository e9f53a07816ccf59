//! A journey as boxes and lines: what is drawn, in words, whatever draws it.

pub mod chart;
pub mod compose;
pub mod element;
mod frame;
pub mod mark;
mod words;
