//! `run`: events through journeys, in memory.

pub mod command;
mod events;
mod journeys;
mod memory;
mod progress;
mod streams;
