//! Whether people of the old version find their places in the new one, and what they take along.

mod answers;
mod computed;
pub mod fault;
pub mod migrating;
pub mod passing;
mod people;
mod places;
mod timers;
mod tried;
mod values;
pub mod verify;
