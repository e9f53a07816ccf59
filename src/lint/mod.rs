//! Faults beyond validity: one file a rule, one registry above.

pub mod registry;
pub mod rule;
