//! What is known of a journey in each of its states: which states are active together, what variables may be.

pub mod activity;
pub mod attain;
pub mod carrier;
mod flow;
pub mod gate;
mod index;
pub mod known;
pub mod meeting;
pub mod moves;
mod payloads;
mod undo;
mod worlds;
