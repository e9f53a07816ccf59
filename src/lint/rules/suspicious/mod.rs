//! Warnings: what is allowed and probably not meant.

pub mod entry_counts_twice;
pub mod goal_unreachable;
pub mod leaves_parallel;
pub mod missing_timeout;
pub mod numbered_states;
pub mod reenter_no_effect;
pub mod reentry_without_cooldown;
pub mod superfluous_state;
pub mod suspicious_duration;
pub mod target_no_effect;
pub mod timer_moves_itself;
pub mod too_many_branches;
pub mod too_many_states;
