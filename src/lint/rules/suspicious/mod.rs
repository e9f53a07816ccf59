//! Warnings: what is allowed and probably not meant.

pub mod constant_expression;
pub mod duplicate_step;
pub mod event_guards_gap;
pub mod guard_always_true;
pub mod guards_overlap;
pub mod in_state_always;
pub mod in_state_never;
