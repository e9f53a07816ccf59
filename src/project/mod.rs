//! Files in, all journeys of a project out.

pub mod config;
pub mod workspace;
