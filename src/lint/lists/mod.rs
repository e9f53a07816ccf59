//! Lists that people's journeys add to.

pub mod bounds;
pub mod changes;
mod fate;
mod idle;
mod mentions;
mod names;
pub mod tables;
