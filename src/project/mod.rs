//! Files in, all journeys of a project out.

pub mod around;
mod assembly;
pub mod baseline;
mod casting;
pub mod config;
mod config_reader;
mod discovery;
pub mod disk;
pub mod elements;
pub mod files;
mod git;
mod guesses;
mod head;
pub mod layered;
mod member;
pub mod opening;
mod passes;
pub mod remarks;
mod schemas;
mod service_keys;
mod sink_reader;
mod table;
mod text;
mod texts;
pub mod watching;
pub mod workspace;
pub mod written;
