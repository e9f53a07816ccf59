//! Warnings: what is allowed and probably not meant.

pub mod basis_and_consent;
pub mod expression_as_text;
pub mod float_equality;
pub mod integer_division;
pub mod message_fatigue;
pub mod newline_in_string;
pub mod send_without_window;
