//! `init`: a project to start from, and journeys of the trade to start with.

pub mod arguments;
pub mod command;
mod files;
mod found;
mod judge;
mod place;
mod plan;
mod shell;
mod story;
mod templates;
mod write;
