//! The rules, one folder a group.

pub mod correctness;
pub mod language;
pub mod privacy;
pub mod style;
pub mod suspicious;
pub mod versions;
