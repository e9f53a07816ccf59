//! One file a command: argv, files, terminal.

mod arguments;
mod baseline;
mod can;
mod check;
mod completions;
mod diff;
mod draft;
mod exit;
mod explain;
mod failure;
mod fmt;
mod graph;
mod guide;
mod headings;
mod init;
mod instant;
mod journeys;
mod judging;
mod lock;
mod manual;
mod misuse;
mod run;
mod schema;
pub mod start;
mod terminal;
mod test;
mod threads;
