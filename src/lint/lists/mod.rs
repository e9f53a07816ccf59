//! Lists that people's journeys add to.

pub mod bounds;
pub mod changes;
mod fate;
mod guarding;
mod idle;
mod items;
mod mentions;
mod names;
pub mod tables;
