//! What changed between two versions of a journey, and what it means for people on the way.

pub mod catalogue;
pub mod change;
pub mod compare;
mod guards;
mod judge;
pub mod kind;
mod made;
pub mod pair;
mod places;
mod plain;
mod renames;
mod shapes;
mod shown;
pub mod side;
pub mod verdict;
