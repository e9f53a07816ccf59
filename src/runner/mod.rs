//! Many people on all cores, records in one order.

mod alone;
mod batch;
pub mod collect;
mod decoders;
mod homes;
mod lines;
mod merge;
pub mod roster;
pub mod run;
pub mod settings;
mod settle;
pub mod shard;
mod together;
