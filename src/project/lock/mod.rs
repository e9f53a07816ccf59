//! What was published, as a file beside a project that remembers it.

pub mod book;
pub mod facts;
pub mod read;
mod write;
