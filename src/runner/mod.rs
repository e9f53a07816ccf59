//! Many people on all cores, records in one order.

mod alone;
mod batch;
mod collect;
mod lines;
mod merge;
pub mod run;
mod settle;
mod shard;
mod together;
