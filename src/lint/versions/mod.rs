//! A journey held against its other versions.

pub mod compared;
pub mod earlier;
pub mod locked;
pub mod reused;
pub mod words;
