//! The journey that cannot be wrong: names resolved, types checked, every finding of the language.

mod blocks;
pub mod compile;
mod conditions;
mod contracts;
mod declarations;
mod definitions;
mod disturb;
mod endings;
mod entry;
pub mod events;
mod ground;
pub mod ids;
pub mod journey;
mod library;
pub mod material;
pub mod migration;
pub mod naming;
mod outline;
pub mod prose;
mod states;
mod steps;
mod targets;
mod telling;
mod triggers;
mod unique;
pub mod unread;
mod values;
