//! Findings as compilers of today print them, and as JSON.

pub mod count;
pub mod json;
pub mod text;
