//! Warnings: what is allowed and probably not meant.

pub mod action_unused;
pub mod any_type;
pub mod cap_unused;
pub mod context_never_read;
pub mod context_never_written;
pub mod define_unused;
pub mod event_unhandled;
pub mod event_unused;
pub mod event_without_key;
pub mod function_unused;
pub mod window_unused;
