//! Files in, all journeys of a project out.

mod assembly;
mod casting;
pub mod config;
mod config_reader;
mod discovery;
mod files;
mod head;
mod member;
mod opening;
mod passes;
mod schemas;
mod service_keys;
mod sink_reader;
mod table;
mod text;
pub mod workspace;
