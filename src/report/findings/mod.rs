//! Findings as compilers of today print them, and in the formats of programs.

pub mod count;
mod cut;
pub mod excerpt;
mod fingerprint;
pub mod found;
mod github;
pub mod json;
mod junit;
pub mod output;
pub mod places;
mod remedy;
mod sarif;
mod sarif_rules;
pub mod text;
mod told;
mod uri;
