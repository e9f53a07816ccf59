//! What took every value that there was, and no longer does once there are more.

mod collect;
mod group;
mod lists;
pub mod lost;
