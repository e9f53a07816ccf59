//! The journey that cannot be wrong: names resolved, types checked, every finding of the language.

pub mod compile;
pub mod ids;
pub mod journey;
