//! What is known of a journey in each of its states: which states are active together, what variables may be.

pub mod activity;
mod flow;
pub mod known;
pub mod moves;
mod payloads;
mod worlds;
