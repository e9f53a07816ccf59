//! Faults beyond validity: one file a rule, one registry above.

mod blocks;
pub mod case;
pub mod circumstances;
pub mod found;
pub mod levels;
mod opening;
pub mod registry;
pub mod rule;
mod rules;
pub mod run;
mod spoken;
mod timers;
pub mod whole;
mod words;
