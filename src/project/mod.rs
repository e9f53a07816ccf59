//! Files in, all journeys of a project out.

pub mod config;
mod config_reader;
mod service_keys;
mod sink_reader;
mod table;
pub mod workspace;
