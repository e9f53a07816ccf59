//! Many people on all cores, records in one order.

mod alone;
mod batch;
pub mod collect;
pub mod decoders;
pub mod heard;
mod homes;
pub mod lane;
mod lines;
mod merge;
pub mod roster;
pub mod run;
pub mod settings;
mod settle;
pub mod shard;
mod together;
