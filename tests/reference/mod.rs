//! The reference of the language as something that can be executed.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

pub mod example;
pub mod frame;
pub mod page;
pub mod table;
