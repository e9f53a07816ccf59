//! What changed between two versions of a journey, and what it means for people on the way.

pub mod change;
pub mod compare;
mod guards;
mod judge;
pub mod kind;
mod made;
pub mod migration;
pub mod pair;
mod places;
mod renames;
mod shapes;
mod shown;
pub mod side;
pub mod verdict;
