//! Many people on all cores, records in one order.

pub mod run;
