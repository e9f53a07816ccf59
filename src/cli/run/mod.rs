//! `run`: events through journeys, in memory.

pub mod arguments;
pub mod command;
mod events;
mod memory;
mod progress;
mod streams;
