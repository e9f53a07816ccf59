//! What each thing that is said otherwise means for people on the way.

pub mod actions;
mod branches;
mod calls;
pub mod declared;
pub mod ends;
pub mod journey;
pub mod known;
mod onto;
mod rivals;
pub mod states;
pub mod steps;
mod targets;
mod timers;
mod whereabouts;
