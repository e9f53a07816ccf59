//! What is known of a journey in each of its states: which states are active together, what variables may be.

pub mod activity;
pub mod attain;
mod awaited;
mod calls;
pub mod carrier;
pub mod completable;
mod completion;
mod flow;
pub mod gate;
mod index;
pub mod known;
pub mod meeting;
pub mod moves;
mod outer;
mod owed;
mod payloads;
mod strays;
pub mod undo;
mod worlds;
