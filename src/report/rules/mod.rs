//! What rules say of themselves: the page of all, and one at a time.

pub mod fixable;
pub mod json;
pub mod list;
pub mod markdown;
pub mod text;
mod words;
