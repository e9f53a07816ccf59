//! `lock`: what was published is recorded, so that it can be held to.

pub mod arguments;
mod books;
pub mod command;
mod faults;
