//! The journey ready to run and to ask: petgraph for questions, dense tables for running.

pub mod fleet;
pub mod machine;
