//! Warnings: what is allowed and probably not meant.

pub mod action_unused;
pub mod any_type;
pub mod basis_and_consent;
pub mod cap_unused;
pub mod constant_expression;
pub mod context_never_read;
pub mod context_never_written;
pub mod define_unused;
pub mod duplicate_step;
pub mod event_guards_gap;
pub mod event_unhandled;
pub mod event_unused;
pub mod event_without_key;
pub mod expression_as_text;
pub mod float_equality;
pub mod function_unused;
pub mod guard_always_true;
pub mod guards_overlap;
pub mod in_state_always;
pub mod in_state_never;
pub mod integer_division;
pub mod message_fatigue;
pub mod newline_in_string;
pub mod send_without_window;
pub mod window_unused;
