//! Files in, all journeys of a project out.

mod around;
mod assembly;
mod casting;
pub mod config;
mod config_reader;
mod discovery;
mod disk;
mod files;
mod git;
mod head;
mod member;
mod opening;
mod passes;
mod schemas;
mod service_keys;
mod sink_reader;
mod table;
mod text;
mod texts;
pub mod workspace;
pub mod written;
