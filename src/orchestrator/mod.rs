//! One person, all journeys: pure. Duplicates, identity, consent, which instances, in which order.

mod answers;
mod deferred;
mod desk;
mod effects;
mod emit;
mod fates;
mod hear;
mod keys;
pub mod known;
pub mod link;
mod moves;
pub mod person;
pub mod process;
pub mod record;
pub mod rollout;
mod sends;
mod timers;
mod told;
mod unite;
mod waiting;
