//! JSON Schemas of events, by what they say.

pub mod canonical;
pub mod differing;
