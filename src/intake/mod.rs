//! Outside bytes become events: one pass over the JSON, contracts checked, only read slots kept.

mod body;
mod contract;
pub mod decode;
pub mod elements;
mod envelope;
mod fault;
mod fit;
pub mod given;
mod person;
mod salvage;
mod scalar;
mod vocabulary;
