//! `run`: events through journeys, in memory.

pub mod arguments;
pub mod command;
mod memory;
mod streams;
