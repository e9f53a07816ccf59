//! Faults beyond validity: one file a rule, one registry above.

pub mod levels;
pub mod mend;
pub mod registry;
pub mod rule;
mod rules;
pub mod run;
