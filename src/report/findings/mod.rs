//! Findings as compilers of today print them, and in the formats of programs.

pub mod count;
mod excerpt;
mod fingerprint;
pub mod found;
mod github;
mod gutter;
pub mod json;
mod junit;
pub mod output;
pub mod places;
mod remedy;
mod row;
mod sarif;
mod sarif_rules;
mod shown;
pub mod text;
mod told;
mod underline;
mod uri;
