//! Journeys that are valid and still wrong: one file a rule.

pub mod dead_end_state;
pub mod eventless_cycle;
pub mod failure_unhandled;
pub mod journey_cycle;
pub mod unreachable_state;
