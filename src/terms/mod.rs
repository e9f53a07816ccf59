//! Ids, time, values, spans and findings as plain values: the words that every other room speaks.

pub mod beside;
pub mod catalogue;
pub mod crew;
pub mod digest;
pub mod element;
pub mod finding;
pub mod fingerprint;
pub mod form;
pub mod name;
pub mod renames;
pub mod rule;
pub mod shape;
pub mod span;
pub mod suggest;
pub mod time;
pub mod types;
pub mod value;
#[cfg(test)]
pub mod walk;
pub mod window;
pub mod zone;
