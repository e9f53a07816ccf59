//! What the test of the architecture reads: the page, and the source files.

pub mod page;
pub mod source;
