//! `check`: everything that is wrong with journeys.

pub mod arguments;
pub mod command;
mod mend;
mod outputs;
mod say;
mod story;
mod watch;
mod watcher;
mod write;
