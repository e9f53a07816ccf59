//! What is declared, who uses it, and what nobody can say because something could not be read.

pub mod doubts;
pub mod hearing;
pub mod idle;
pub mod mentions;
pub mod said;
pub mod table;
pub mod unused;
pub mod variables;
pub mod works;
