//! One file a command: argv, files, terminal.

mod arguments;
mod check;
mod draft;
mod exit;
mod failure;
mod judging;
mod run;
pub mod start;
mod terminal;
mod test;
