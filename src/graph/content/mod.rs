//! What a version of a journey says, one line for each thing it says: what versions are compared by, and their hash.

pub mod calls;
pub mod element;
pub mod hash;
pub mod lines;
mod parts;
mod policies;
pub mod said;
mod used;
mod writer;
