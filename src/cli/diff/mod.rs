//! `diff`: what changed, and what it means for people on the way.

mod approvals;
pub mod arguments;
mod asked;
pub mod command;
mod driver;
mod print;
mod rehearsed;
mod sides;
