//! Faults beyond validity: one file a rule, one registry above.

pub mod case;
pub mod circumstances;
pub mod fatigue;
pub mod found;
pub mod levels;
pub mod literals;
pub mod messages;
pub mod privacy;
pub mod registry;
pub mod rule;
mod rules;
pub mod run;
pub mod whole;
pub mod written;
