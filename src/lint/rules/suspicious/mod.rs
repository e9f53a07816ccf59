//! Warnings: what is allowed and probably not meant.

pub mod basis_and_consent;
pub mod message_fatigue;
pub mod send_without_window;
