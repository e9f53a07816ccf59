//! `diff`: what changed, and what it means for people on the way.

pub mod arguments;
pub mod command;
