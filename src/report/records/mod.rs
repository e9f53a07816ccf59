//! Records of what happened to people, rendered one by one.

pub mod collector;
pub mod jsonl;
pub mod phrases;
pub mod text;
