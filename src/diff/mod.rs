//! What changed between two versions of a journey, and what it means for people on the way.

pub mod change;
mod guards;
mod judge;
pub mod kind;
pub mod pair;
mod places;
mod shapes;
mod shown;
pub mod side;
