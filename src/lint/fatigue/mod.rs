//! How many messages a person gets in a short time: a walk along what happens by time alone.

pub mod brings;
pub mod ground;
pub mod person;
pub mod walk;
