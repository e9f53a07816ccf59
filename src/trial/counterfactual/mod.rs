//! The same events in two worlds: who goes elsewhere, what they get there, and why.

pub mod ends;
pub mod ledger;
pub mod note;
pub mod outcome;
mod parting;
pub mod rehearse;
mod scribe;
pub mod shared;
mod twin;
pub mod why;
pub mod worlds;
