//! Every element of a file with its keys: decoders read by these, editors and schemas tell of them.

pub mod action;
pub mod common;
pub mod condition;
pub mod declarations;
pub mod files;
pub mod item;
pub mod lifecycle;
pub mod migrate;
pub mod naming;
pub mod policy;
pub mod scenarios;
pub mod scenarios_expect;
pub mod scenarios_item;
pub mod shape;
pub mod split;
pub mod state;
pub mod step;
