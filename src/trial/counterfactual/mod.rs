//! The same events in two worlds: who goes elsewhere, what they get there, and why.

mod among;
mod emissions;
pub mod ends;
pub mod ledger;
pub mod note;
mod origins;
pub mod outcome;
mod parting;
mod parts;
mod read;
pub mod rehearse;
mod scribe;
pub mod shared;
mod sides;
mod sources;
mod suspects;
mod twin;
pub mod why;
pub mod worlds;
