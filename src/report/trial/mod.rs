//! What came of scenario tests.

mod excerpt;
mod sides;
pub mod story;
pub mod text;
