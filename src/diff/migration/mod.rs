//! Whether people of the old version find their places in the new one, and what they take along.

mod answers;
pub mod fault;
pub mod migrating;
pub mod passing;
mod people;
mod places;
mod timers;
mod values;
pub mod verify;
