//! What the value solver says of the guards of a journey, and which steps can never fire: asked once, for every rule.

pub mod asking;
mod beside;
pub mod duplicates;
pub mod ending;
mod failing;
mod judge;
pub mod lateness;
mod leaving;
mod outdoing;
mod shadows;
pub mod stays;
pub mod verdict;
pub mod witnessing;

pub use judge::of;
