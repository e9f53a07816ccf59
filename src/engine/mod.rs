//! One step of one instance: pure, total, told the time.

pub mod decide;
pub mod due;
pub mod effect;
pub mod ending;
pub mod event;
pub mod explain;
pub mod input;
pub mod instance;
pub mod ledger;
pub mod merge;
pub mod moves;
pub mod relocation;
pub mod rest;
pub mod scratch;
pub mod step;
pub mod supposition;
pub mod trace;

pub mod arrangement;
mod assign;
mod blocks;
mod completion;
mod conflicts;
mod entry;
mod exit;
mod goals;
mod history;
mod livelock;
pub mod luggage;
mod macrostep;
mod merge_values;
mod microstep;
mod rules;
mod run;
mod schedules;
mod selection;
mod splits;
mod timers;
mod undo;
mod windows;

#[cfg(test)]
mod tests;
