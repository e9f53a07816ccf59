//! Outside bytes become events: one pass over the JSON, contracts checked, only read slots kept.

pub mod decode;
