//! One file a command: argv, files, terminal.

mod arguments;
mod can;
mod check;
mod draft;
mod exit;
mod failure;
mod fmt;
mod instant;
mod journeys;
mod judging;
mod run;
pub mod start;
mod terminal;
mod test;
