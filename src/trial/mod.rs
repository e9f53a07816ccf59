//! Rehearsal: scenario tests played on the engine that serves people, in virtual time, and the same events in two worlds.

mod bind;
mod bind_expect;
pub mod check;
pub mod counterfactual;
mod coverage;
mod drift;
mod house;
mod judge;
mod line;
mod literal;
mod persons;
mod play;
pub mod run;
pub mod script;
mod stage;
pub mod verdict;
mod witness;
