//! What changed between two versions of a journey, and what it means for people on the way.

pub mod catalogue;
pub mod change;
pub mod compare;
pub mod comparison;
mod cover;
mod guards;
mod judge;
pub mod kind;
pub mod lone;
mod made;
pub mod migration;
pub mod pair;
mod places;
mod plain;
mod renames;
mod shapes;
mod shown;
pub mod side;
mod taken_over;
pub mod verdict;
