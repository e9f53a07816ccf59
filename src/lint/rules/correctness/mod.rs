//! Journeys that are valid and still wrong: one file a rule.

pub mod choice_without_default;
pub mod dead_end_state;
pub mod eventless_cycle;
pub mod failure_unhandled;
pub mod guard_never_true;
pub mod journey_cycle;
pub mod parallel_write_conflict;
pub mod shadowed_step;
pub mod timer_never_fires;
pub mod unreachable_state;
