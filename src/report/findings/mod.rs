//! Findings as compilers of today print them, and as JSON.

pub mod count;
mod excerpt;
mod gutter;
pub mod json;
mod places;
mod remedy;
mod row;
mod shown;
pub mod text;
mod underline;
