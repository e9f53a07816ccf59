//! Faults beyond validity: one file a rule, one registry above.

pub mod allow;
mod allow_faults;
pub mod case;
pub mod circumstances;
pub mod found;
pub mod known;
pub mod levels;
pub mod registry;
pub mod rule;
mod rules;
pub mod run;
pub mod scope;
mod voucher;
pub mod whole;
