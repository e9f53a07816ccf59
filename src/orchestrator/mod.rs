//! One person, all journeys: pure. Duplicates, identity, consent, which instances, in which order.

mod desk;
mod emit;
mod hear;
mod keys;
pub mod known;
pub mod person;
pub mod process;
pub mod record;
mod timers;
