//! `can`: which step an event would take in a state, and why not the others.

pub mod arguments;
pub mod command;
mod named;
mod payload;
mod world;
