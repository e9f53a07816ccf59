//! What an event would do to an instance, and why nothing else, as text and JSON.

mod guard;
pub mod json;
mod phrases;
pub mod question;
pub mod text;
