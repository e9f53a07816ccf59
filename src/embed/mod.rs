//! The engine in process: compile journeys, hand them events, get back what happened.

pub mod happening;
pub mod journeys;
pub mod refusal;
pub mod runtime;
pub mod staged;
