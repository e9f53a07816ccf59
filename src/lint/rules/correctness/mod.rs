//! Journeys that are valid and still wrong: one file a rule.

pub mod busy_timer_loop;
pub mod choice_without_default;
pub mod dead_end_state;
pub mod eventless_cycle;
pub mod failure_unhandled;
pub mod guard_never_true;
pub mod journey_cycle;
pub mod merge_undefined;
pub mod no_path_to_final;
pub mod parallel_never_done;
pub mod parallel_write_conflict;
pub mod shadowed_step;
pub mod step_from_final;
pub mod timer_never_fires;
pub mod timer_not_positive;
pub mod unbounded_list;
pub mod unreachable_state;
