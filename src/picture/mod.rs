//! A journey as boxes and lines: what is drawn, in words, and where it lies, whatever draws it.

mod arrange;
pub mod card;
pub mod chart;
pub mod compose;
pub mod element;
mod far;
pub mod fold;
pub mod frame;
pub mod layered;
pub mod layout;
pub mod mark;
pub mod near;
mod nest;
pub mod pair;
mod piece;
pub mod placed;
pub mod places;
mod smooth;
pub mod text;
pub mod told;
pub mod union;
pub mod words;
