//! How many messages a person gets in a short time: a walk along what happens by time alone.

mod bundle;
mod clock;
pub mod ground;
pub mod person;
mod premises;
pub mod walk;
