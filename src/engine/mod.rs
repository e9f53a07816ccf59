//! One step of one instance: pure, total, told the time.

pub mod due;
pub mod effect;
pub mod ending;
pub mod event;
pub mod explain;
pub mod input;
pub mod instance;
pub mod ledger;
pub mod scratch;
pub mod step;
pub mod supposition;
pub mod trace;

mod assign;
mod blocks;
mod completion;
mod conflicts;
pub mod decide;
mod entry;
mod exit;
mod goals;
mod history;
mod livelock;
mod macrostep;
mod microstep;
mod rules;
mod run;
mod schedules;
mod selection;
mod splits;
mod timers;
mod undo;
pub mod union;

#[cfg(test)]
mod tests;
