//! Faults beyond validity: one file a rule, one registry above.

mod branches;
pub mod case;
pub mod circumstances;
mod definitions;
mod expressions;
pub mod found;
mod guards;
pub mod knowledge;
pub mod levels;
mod parts;
mod proofs;
mod readings;
pub mod registry;
mod removal;
mod rings;
pub mod rule;
mod rules;
pub mod run;
mod state_tests;
pub mod verdicts;
pub mod whole;
