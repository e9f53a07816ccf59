//! The journey ready to run and to ask: petgraph for questions, dense tables for running.

pub mod asked;
pub mod assigned;
mod companions;
pub mod content;
pub mod counters;
pub mod dispatch;
pub mod endings;
pub mod fleet;
mod histories;
pub mod machine;
pub mod onward;
pub mod opening;
pub mod questions;
pub mod regions;
mod resting;
pub mod rings;
pub mod rounds;
pub mod routes;
pub mod rows;
pub mod sets;
pub mod standings;
pub mod timing;
pub mod traps;
pub mod ways;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
